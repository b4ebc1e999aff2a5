package dev.kioto.demo.io;

import dev.kioto.codec.Framed;
import dev.kioto.codec.LinesCodec;
import dev.kioto.demo.body.Stage;
import dev.kioto.io.BufReader;
import dev.kioto.net.TcpSocket;
import dev.kioto.net.TcpStream;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/// Members of the room: some that talk, and some that read far slower than the others talk.
final class ChatMembers {

  private static final int SMALL = 4 * 1024; // of the system's buffer: so little that it is full soon
  private static final String WORDS = "and so on ".repeat(60);

  private ChatMembers() {}

  /// One that talks, and reads all that is said.
  static void talk(Stage stage, InetSocketAddress room, int number) {
    Task.builder().name("talker-" + number).spawn(() -> {
      try (var framed = Framed.of(TcpStream.connect(room).await(), new LinesCodec());
          var _ = Task.builder().name("hearer-" + number).spawn(() -> hear(framed)).abortOnDrop()) {
        while (true) {
          Time.sleep(stage.load().pause(20)).await();
          framed.writer().send("hello from " + number + " " + WORDS).await();
        }
      } catch (UncheckedIOException _) {
        // The room is closed.
      }
    });
  }

  private static void hear(Framed<String, String> framed) {
    try {
      while (framed.reader().next().await() != null) {
        // What is said is of no interest.
      }
    } catch (UncheckedIOException _) {
      // The room is closed.
    }
  }

  /// One that reads a line now and then, and comes again when it was asked to leave.
  static void dawdle(Stage stage, InetSocketAddress room, int number) {
    Task.builder().name("dawdler-" + number).spawn(() -> {
      while (true) {
        try (var stream = TcpSocket.v4().setReceiveBufferSize(SMALL).connect(room).await();
            var in = new BufReader<>(stream)) {
          while (in.readLine(SMALL).await() != null) Time.sleep(stage.load().pause(100)).await();
        } catch (UncheckedIOException _) {
          // It was asked to leave while it talked.
        }
        Time.sleep(stage.load().pause(500)).await();
      }
    });
  }
}
