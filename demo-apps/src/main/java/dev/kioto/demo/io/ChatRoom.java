package dev.kioto.demo.io;

import dev.kioto.codec.Framed;
import dev.kioto.codec.FramedWrite;
import dev.kioto.codec.FrameException;
import dev.kioto.codec.LinesCodec;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.sync.Broadcast;
import dev.kioto.sync.LaggedException;
import dev.kioto.task.Task;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.util.concurrent.atomic.LongAdder;

/// A room in which everybody hears what anybody says, a line at a time.
///
/// Nobody waits for those who read slowly. The room keeps the last [#KEPT] lines: who is further behind misses some, and is told how
/// many; the third time it is asked to leave. Each member is two direct tasks, one that listens to it and one that tells it.
final class ChatRoom {

  /// Lines that the room keeps for those who are behind.
  static final int KEPT = 64;

  private static final int MOST_LAGS = 3;
  private static final int LONGEST_LINE = 1_024;
  private static final int SEND_BUFFER = 32 * 1024; // of the system's: it takes megabytes otherwise before who does not read is felt

  private final Broadcast.Sender<String> lines = Broadcast.sender(KEPT);
  private final LongAdder said = new LongAdder();
  private final LongAdder lagged = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /// Takes members until the listener fails. A direct task.
  void serve(TcpListener listener) {
    try (listener) {
      for (int count = 1;; count++) {
        var stream = listener.accept().await();
        stream.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        int number = count;
        var told = lines.subscribe(); // before it can have said anything
        Task.builder().name("member-" + number).spawn(() -> member(stream, number, told));
      }
    }
  }

  // Listens to a member until it leaves or is asked to, whichever comes first: both close the connection.
  private void member(TcpStream stream, int number, Broadcast.Receiver<String> told) {
    try (var framed = Framed.of(stream, new LinesCodec(LONGEST_LINE));
        var _ = Task.builder().name("tell-" + number).spawn(() -> tell(stream, framed.writer(), told)).abortOnDrop()) {
      for (var line = framed.next().await(); line != null; line = framed.next().await()) {
        said.increment();
        lines.trySend(number + ": " + line);
      }
    } catch (UncheckedIOException | FrameException _) {
      // It has gone, or talks without end.
    }
  }

  private void tell(TcpStream stream, FramedWrite<String> member, Broadcast.Receiver<String> told) {
    try (stream; told) {
      int lags = 0;
      while (lags < MOST_LAGS) {
        try {
          var line = told.recv().await();
          if (line == null) return;
          member.send(line).await(); // waits while the member does not read
        } catch (LaggedException e) {
          lags++;
          lagged.increment();
          var last = lags < MOST_LAGS ? "" : ", and are asked to leave";
          member.send("* you have missed " + e.skipped() + " lines" + last).await();
        }
      }
      dropped.increment();
      member.shutdown().await();
    } catch (UncheckedIOException _) {
      // It has gone.
    }
  }

  /// How often members have missed lines.
  long lags() {
    return lagged.sum();
  }

  /// Members that were asked to leave.
  long dropped() {
    return dropped.sum();
  }

  /// Lines that were said.
  long said() {
    return said.sum();
  }
}
