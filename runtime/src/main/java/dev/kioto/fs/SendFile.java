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
  private static final long AT_END = -1;

  private final File file;
  private final TcpStream stream;
  private final AsyncChannel<SocketChannel> socket;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();
  private final long start;
  private final long count;

  private boolean flushed; // what was written to the file before is in it
  private long asked; // of the job under way
  private int event; // that the job under way was started on
  private @Nullable FileJob<Long> job;
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
  private @Nullable FileJob<Long> begin(Context cx) {
    event = socket.pollReady(cx, wait, Interest.WRITABLE);
    if (event == 0) {
      return null;
    }
    file.checkOpen("sendTo");
    long from = start + sent;
    long piece = Math.min(count - sent, Work.PIECE_BYTES);
    try {
      asked = piece;
      var begun = file.submit("sendTo", false, () -> Poll.ready(transfer(from, piece)));
      job = begun;
      return begun;
    } catch (IOException e) {
      throw file.state().failure("sendTo", e);
    }
  }

  // The job.
  private long transfer(long from, long piece) throws IOException {
    long n = file.channel().transferTo(from, piece, socket.channel());
    return n == 0 && from >= file.channel().size() ? AT_END : n;
  }

  // Takes the answer of a job that is over.
  private boolean isAtEnd(FileJob<Long> over) {
    switch (over.failure()) {
      case null -> {}
      case IOException e -> throw Failures.of(file + " to " + stream, "sendTo", e);
      case Throwable e -> throw file.state().failure("sendTo", e);
    }
    long n = over.answer() instanceof Poll.Ready<Long>(var moved) ? moved : 0;
    if (n == AT_END) {
      return true;
    }
    if (n == 0) {
      socket.clearReady(event, Interest.WRITABLE);
    } else if (n < asked) {
      socket.usedUp(event, Interest.WRITABLE);
    }
    sent += n;
    return false;
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
