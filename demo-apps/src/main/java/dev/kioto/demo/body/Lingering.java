package dev.kioto.demo.body;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.net.TcpStream;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Ends a connection so that the other side can read what was said last: says that no more will come, and takes what the other side
/// still sends, for a while. Closed at once, with something unread, the connection would be reset, and the last words lost on the way.
///
/// It closes the stream, also when it is dropped.
public final class Lingering implements Future<Boolean> {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST = 16 * 1024 * 1024; // a guess: some seconds of a fast client
  private static final int ROOM = 16 * 1024;

  private final TcpStream stream;

  // All: the polling thread.
  private final ByteBuffer ignored = ByteBuffer.allocate(ROOM);
  private final Sleep patience = Time.sleep(PATIENCE);
  private long taken;

  /// Inside a runtime. Everything that is to be said was written.
  public Lingering(TcpStream stream) {
    this.stream = stream;
  }

  @Override
  public Poll<Boolean> poll(Context cx) {
    try {
      stream.pollShutdown(cx);
      while (taken < MOST && !patience.poll(cx).isReady()) {
        int read = stream.pollRead(cx, ignored.clear());
        if (read == AsyncRead.PENDING) return Poll.pending();
        if (read == AsyncRead.END) break;
        taken += read;
      }
    } catch (UncheckedIOException _) {
      // The other side has gone, which ends it as well.
    }
    drop();
    return Poll.ready(true);
  }

  @Override
  public void drop() {
    patience.drop();
    stream.close();
  }
}
