package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// See [Io#copyBuf].
final class CopyBuf extends Operation<Long> {
  private final AsyncBufRead reader;
  private final AsyncWrite writer;

  // Written by the polling thread; a moment old for others.
  private volatile long copied;
  private boolean needsFlush; // the polling thread

  CopyBuf(AsyncBufRead reader, AsyncWrite writer) {
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  protected String source() {
    return "Io::copyBuf";
  }

  @Override
  protected @Nullable Resource resource() {
    return IoResource.of(reader);
  }

  @Override
  protected Poll<Long> step(Context cx) {
    while (cx.takeBudget()) {
      var filled = reader.pollFillBuf(cx);
      if (filled == null || !filled.hasRemaining()) {
        if (flush(cx) && filled != null) {
          return Poll.ready(copied);
        }
        cx.restoreBudget();
        return Poll.pending();
      }
      int at = filled.position();
      int n;
      try {
        n = writer.pollWrite(cx, filled);
      } finally {
        filled.position(at); // to pass over is for `consume`
      }
      if (n == AsyncWrite.PENDING) {
        cx.restoreBudget();
        return Poll.pending();
      }
      Bytes.checkWritten(n, writer);
      reader.consume(n);
      wrote(n);
    }
    return Poll.pending();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void wrote(int n) {
    copied += n;
    needsFlush = true;
  }

  private boolean flush(Context cx) {
    if (needsFlush && writer.pollFlush(cx)) {
      needsFlush = false;
    }
    return !needsFlush;
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("copy of " + reader + " to " + writer + ", " + copied + " bytes so far");
  }
}
