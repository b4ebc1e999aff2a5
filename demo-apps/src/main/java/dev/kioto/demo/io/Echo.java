package dev.kioto.demo.io;

import dev.kioto.demo.body.Stage;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.net.UdpSocket;
import dev.kioto.net.UnixListener;
import dev.kioto.net.UnixStream;
import dev.kioto.task.Task;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// Servers that send back what they get, over TCP, UDP and a Unix socket, and a client that asks each of them. Direct tasks.
final class Echo {

  private static final int ROOM = 8 * 1024;
  private static final Duration LOST = Duration.ofSeconds(1); // a datagram that is not back by then

  private final Stage stage;
  private final LongAdder answers = new LongAdder();

  Echo(Stage stage) {
    this.stage = stage;
  }

  /// Messages that came back, so far.
  long answers() {
    return answers.sum();
  }

  // --- TCP ---

  void serve(TcpListener listener) {
    task("tcp-accept", () -> {
      try (listener) {
        for (int count = 1;; count++) {
          var stream = listener.accept().await();
          task("tcp-echo-" + count, () -> {
            try (stream) {
              sendBack(stream);
            }
          });
        }
      }
    });
  }

  void ask(InetSocketAddress server, int number) {
    task("tcp-client-" + number, () -> {
      try (var stream = TcpStream.connect(server).await()) {
        converse(stream, number);
      }
    });
  }

  // --- a Unix socket ---

  void serve(UnixListener listener) {
    task("unix-accept", () -> {
      try (listener) {
        for (int count = 1;; count++) {
          var stream = listener.accept().await();
          task("unix-echo-" + count, () -> {
            try (stream) {
              sendBack(stream);
            }
          });
        }
      }
    });
  }

  void ask(Path server, int number) {
    task("unix-client-" + number, () -> {
      try (var stream = UnixStream.connect(server).await()) {
        converse(stream, number);
      }
    });
  }

  private static <S extends AsyncRead & AsyncWrite> void sendBack(S stream) {
    var buffer = ByteBuffer.allocate(ROOM);
    while (stream.read(buffer.clear()).await() >= 0) {
      stream.writeAll(buffer.flip()).await();
    }
  }

  private <S extends AsyncRead & AsyncWrite> void converse(S stream, int number) {
    for (int round = 0;; round++) {
      var message = message(number, round);
      stream.writeAll(message.duplicate()).await();
      var answer = ByteBuffer.allocate(message.remaining());
      stream.readExact(answer).await();
      check(message, answer.flip());
    }
  }

  // --- UDP: datagrams may be lost, and then the next one is sent ---

  void serve(UdpSocket socket) {
    task("udp-echo", () -> {
      try (socket) {
        var buffer = ByteBuffer.allocate(ROOM);
        while (true) {
          var client = socket.recvFrom(buffer.clear()).await();
          socket.sendTo(buffer.flip(), client).await();
        }
      }
    });
  }

  void askByDatagrams(InetSocketAddress server, int number) {
    task("udp-client-" + number, () -> {
      try (var socket = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        socket.connect(server);
        var answer = ByteBuffer.allocate(ROOM);
        for (int round = 0;; round++) {
          var message = message(number, round);
          socket.send(message.duplicate()).await();
          try {
            Time.timeout(LOST, socket.recv(answer.clear())).await();
            check(message, answer.flip());
          } catch (ElapsedException _) {
            // It is not known which way it was lost.
          }
        }
      }
    });
  }

  // --- all ---

  private ByteBuffer message(int number, int round) {
    Time.sleep(stage.load().pause(50)).await();
    return ByteBuffer.wrap(("client " + number + ", message " + round).getBytes(StandardCharsets.UTF_8));
  }

  private void check(ByteBuffer message, ByteBuffer answer) {
    if (!message.equals(answer)) throw new IllegalStateException("the answer is not what was sent");
    answers.increment();
  }

  private static void task(String name, Runnable body) {
    Task.builder().name(name).spawn(() -> {
      try {
        body.run();
      } catch (UncheckedIOException _) {
        // The other side has gone.
      }
    });
  }
}
