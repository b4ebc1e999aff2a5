package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import dev.kioto.net.TcpStream;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// Has the system copy from a file to a socket: the disk is waited for on the pool, room in the socket in the runtime. The polling
/// thread.
final class SendFile extends Operation<Long> {
  // Why a job has ended.
  private enum Stop {
    PIECE, FULL, END
  }

  private record Moved(long bytes, Stop stop) {}

  private final File file;
  private final TcpStream stream;
  private final AsyncChannel<SocketChannel> socket;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();
  private final long start;
  private final long count;

  private boolean flushed; // what was written to the file before is in it
  private int event; // that the job under way was started on
  private @Nullable FileJob<Moved> job;
  private long sent;

  SendFile(File file, TcpStream stream, long start, long count) {
    if (start < 0 || count < 0) {
      throw new IllegalArgumentException(
          "position and count must be 0 or more, but are " + start + " and " + count);
    }
    this.file = file;
    this.stream = stream;
    this.socket = stream.channel();
    this.start = start;
    this.count = count;
  }

  @Override
  protected String source() {
    return "File::sendTo";
  }

  @Override
  protected @Nullable Resource resource() {
    return file.resource();
  }

  @Override
  protected Poll<Long> step(Context cx) {
    if (!flushed && !file.state().pollFlush(cx)) {
      return Poll.pending();
    }
    flushed = true;
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    while (sent < count) {
      var running = job == null ? begin(cx) : job;
      if (running == null || !running.pollOver(cx)) {
        cx.restoreBudget();
        return Poll.pending();
      }
      job = null;
      if (isAtEnd(running)) {
        break;
      }
    }
    return Poll.ready(sent);
  }

  // Null when the waker will be woken.
  private @Nullable FileJob<Moved> begin(Context cx) {
    event = socket.pollReady(cx, wait, Interest.WRITABLE);
    if (event == 0) {
      return null;
    }
    file.checkOpen("sendTo");
    long from = start + sent;
    long piece = Math.min(count - sent, Work.PIECE_BYTES);
    try {
      var begun = file.submit("sendTo", false, () -> Poll.ready(transfer(from, piece)));
      job = begun;
      return begun;
    } catch (IOException e) {
      throw file.state().failure("sendTo", e);
    }
  }

  // The job. Goes on until the socket says that it is full: from a short count alone it would not be known.
  private Moved transfer(long from, long piece) throws IOException {
    long moved = 0;
    while (moved < piece) {
      long n = file.channel().transferTo(from + moved, piece - moved, socket.channel());
      if (n == 0) {
        return new Moved(moved, from + moved >= file.channel().size() ? Stop.END : Stop.FULL);
      }
      moved += n;
      stream.addBytesWritten(n);
    }
    return new Moved(moved, Stop.PIECE);
  }

  // Takes the answer of a job that is over.
  private boolean isAtEnd(FileJob<Moved> over) {
    switch (over.failure()) {
      case null -> {}
      case IOException e -> throw Failures.of(file + " to " + stream, "sendTo", e);
      case Throwable e -> throw file.state().failure("sendTo", e);
    }
    if (!(over.answer() instanceof Poll.Ready<Moved>(var moved))) {
      throw new AssertionError("a transfer has no second piece");
    }
    sent += moved.bytes;
    if (moved.stop == Stop.FULL) {
      socket.clearReady(event, Interest.WRITABLE);
    }
    return moved.stop == Stop.END;
  }

  @Override
  protected void giveUp() {
    socket.forget(wait);
  }

  @Override
  protected void describe(Attributes out) {
    out.set("bytes", sent, "bytes");
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(sent + " bytes of " + file + " sent to " + stream);
  }
}
