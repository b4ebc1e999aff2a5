package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// See [Io#copy].
final class Copy extends Operation<Long> {
  private final AsyncRead reader;
  private final CopyBuffer buffer;

  Copy(AsyncRead reader, AsyncWrite writer) {
    this.reader = reader;
    this.buffer = new CopyBuffer(reader, writer);
  }

  @Override
  protected String source() {
    return "Io::copy";
  }

  @Override
  protected @Nullable Resource resource() {
    return IoResource.of(reader);
  }

  @Override
  protected Poll<Long> step(Context cx) {
    boolean over = true; // if it throws
    try {
      over = buffer.poll(cx);
      return over ? Poll.ready(buffer.copied()) : Poll.pending();
    } finally {
      if (over) {
        buffer.release();
      }
    }
  }

  @Override
  protected void giveUp() {
    buffer.release();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("copy of " + buffer);
  }
}
