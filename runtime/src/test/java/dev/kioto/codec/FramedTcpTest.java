package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.stream.Streams;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.testing.TestFuture;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames over connections, whose other ends are sockets of the JDK.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class FramedTcpTest {
  private final Runtime runtime;

  FramedTcpTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private TcpListener listen() {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return runtime.spawn(() -> TcpListener.bind(anyPort)).await();
  }

  private static Socket connect(TcpListener listener) throws Exception {
    var address = listener.localAddress();
    return new Socket(address.getAddress(), address.getPort());
  }

  private JoinHandle<@Nullable Void> serve(TcpListener listener, Consumer<TcpStream> session) {
    return runtime.spawn(() -> {
      try (var connection = listener.accept().await()) {
        session.accept(connection);
      }
      return null;
    });
  }

  private static void shout(TcpStream connection) {
    try (var framed = Framed.of(connection, new LinesCodec(100))) {
      for (var line : framed.reader().outcomes().iterate()) {
        framed.send(line.isSuccess() ? line.get().toUpperCase(Locale.ROOT) : "what?").await();
      }
      framed.send("bye").await();
      framed.shutdown().await();
    }
  }

  @Test
  void lines_ofABufferedReader() throws Exception {
    try (var listener = listen()) {
      var server = serve(listener, FramedTcpTest::shout);
      try (var socket = connect(listener);
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        var out = socket.getOutputStream();
        out.write("one\r\ngr\u00fc\u00df\n".getBytes(StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("ONE");
        assertThat(in.readLine()).isEqualTo("GR\u00dcSS");
        out.write("x".repeat(101).getBytes(StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("what?");
        out.write("\nend".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(in.readLine()).isEqualTo("END");
        assertThat(in.readLine()).isEqualTo("bye");
        assertThat(in.readLine()).isNull();
      }
      server.await();
    }
  }

  @Test
  void frames_ofDataStreams() throws Exception {
    try (var listener = listen()) {
      var server = serve(listener, connection -> {
        var framed = Framed.of(connection, new LengthDelimitedCodec());
        framed.reader().forward(framed.writer()).await();
      });
      try (var socket = connect(listener)) {
        var random = new Random(1);
        var out = new DataOutputStream(socket.getOutputStream());
        var in = new DataInputStream(socket.getInputStream());
        for (int length : new int[] {0, 1, 8187, 8188, 8189, 100_000, 3_000_000, 5}) {
          var frame = new byte[length];
          random.nextBytes(frame);
          var echo = runtime.spawnBlocking(() -> in.readNBytes(in.readInt()));
          out.writeInt(length);
          out.write(frame);
          assertThat(echo.await()).isEqualTo(frame);
        }
        socket.shutdownOutput();
        assertThat(in.read()).isEqualTo(-1);
      }
      server.await();
    }
  }

  @Test
  void endInsideAFrame_isAFailure() throws Exception {
    try (var listener = listen()) {
      var server = serve(listener, connection -> LengthDelimitedCodec.builder().newRead(connection).next().await());
      try (var socket = connect(listener)) {
        socket.getOutputStream().write(new byte[] {0, 0, 0, 5, 'h', 'e'});
      }
      assertThatThrownBy(server::await).hasStackTraceContaining("the end came inside a frame: 6 bytes remain");
    }
  }

  @Test
  void slowReader_stopsTheWriter_andGetsEverything() throws Exception {
    try (var listener = listen(); var socket = connect(listener)) {
      var connection = runtime.spawn(() -> listener.accept().await()).await();
      var lines = new FramedWrite<>(connection, new LinesCodec());
      var text = "x".repeat(999);
      int fed = 0;
      var feed = TestFuture.of(lines.feed(fed + text));
      while (feed.poll().isReady()) {
        assertThat(lines.buffer().remaining()).isLessThan(8 * 1024 + 1100);
        feed = TestFuture.of(lines.feed(++fed + text));
      }
      feed.drop();
      int waiting = fed;
      var rest = runtime.spawn(() -> {
        lines.sendAll(Streams.iter(IntStream.range(waiting, waiting + 5000).boxed()).map(n -> n + text)).await();
        lines.shutdown().await();
        return null;
      });
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (int i = 0; i < waiting + 5000; i++) {
        assertThat(in.readLine()).startsWith(i + "x").hasSize(999 + String.valueOf(i).length());
      }
      assertThat(in.readLine()).isNull();
      rest.await();
      lines.close();
    }
  }

  @Test
  void next_andSend_givenUpAllTheTime_loseNothing() throws Exception {
    try (var listener = listen()) {
      var reading = new CompletableFuture<TcpStream>();
      var server = serve(listener, connection -> {
        reading.complete(connection);
        var framed = Framed.of(connection, new LengthDelimitedCodec());
        int number = 0;
        for (var frame = impatient(framed); frame != null; frame = impatient(framed)) {
          assertThat(frame.getInt(0)).isEqualTo(number++);
          framed.feed(frame).await();
          flushImpatiently(framed);
        }
        framed.shutdown().await();
      });
      try (var socket = connect(listener)) {
        var echo = runtime.spawnBlocking(() -> socket.getInputStream().readAllBytes());
        var all = sendInPieces(socket, reading.join());
        assertThat(echo.await()).isEqualTo(all);
      }
      server.await();
    }
  }

  private static @Nullable ByteBuffer impatient(Framed<ByteBuffer, ByteBuffer> framed) {
    while (true) {
      try {
        return Time.timeout(Duration.ofMillis(1), framed.next()).await();
      } catch (ElapsedException _) {
        Task.yieldNow().await();
      }
    }
  }

  private static void flushImpatiently(Framed<ByteBuffer, ByteBuffer> framed) {
    while (true) {
      try {
        Time.timeout(Duration.ofMillis(1), framed.flush()).await();
        return;
      } catch (ElapsedException _) {
        Task.yieldNow().await();
      }
    }
  }

  // Each piece when the one before was read, so that the reader waits inside frames.
  private static byte[] sendInPieces(Socket socket, TcpStream reader) throws Exception {
    var all = new FrameBuffer();
    var codec = new LengthDelimitedCodec();
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      codec.encode(ByteBuffer.allocate(4 + random.nextInt(2000)).putInt(0, i), all);
    }
    var bytes = all.takeBytes(all.remaining());
    for (int at = 0, n; at < bytes.length; at += n) {
      n = Math.min(bytes.length - at, 1 + random.nextInt(5000));
      socket.getOutputStream().write(bytes, at, n);
      long sent = (long) at + n;
      await().pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(200_000)).until(() -> reader.bytesRead() == sent);
    }
    socket.shutdownOutput();
    return bytes;
  }

  @Test
  void directions_inTwoTasks() throws Exception {
    try (var listener = listen(); var socket = connect(listener)) {
      var connection = runtime.spawn(() -> listener.accept().await()).await();
      try (var framed = Framed.of(connection, new LinesCodec())) {
        var reader = runtime.spawn(() -> {
          var seen = new ArrayList<String>();
          for (var line : framed.reader().iterate()) {
            seen.add(line);
          }
          return seen;
        });
        var writer = runtime.spawn(() -> {
          framed.writer().send("first").await();
          return null;
        });
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("first");
        writer.await();
        socket.getOutputStream().write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(reader.await()).containsExactly("a", "b");
        runtime.spawn(() -> {
          framed.writer().send("last").await();
          framed.shutdown().await();
          return null;
        }).await();
        assertThat(in.readLine()).isEqualTo("last");
        assertThat(in.readLine()).isNull();
      }
    }
  }
}
