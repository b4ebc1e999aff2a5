package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Buffers, lines and bridges over connections to a socket of the JDK.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class OverSocketsTest {
  private final Runtime runtime;
  private final TcpListener listener;

  OverSocketsTest(Setup setup) {
    runtime = setup.start();
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    listener = runtime.spawn(() -> TcpListener.bind(anyPort)).await();
  }

  @AfterEach
  void close() {
    listener.close();
    runtime.close();
  }

  private Socket connect() throws IOException {
    var address = listener.localAddress();
    return new Socket(address.getAddress(), address.getPort());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void shout(TcpStream connection) {
    try (var stream = new BufStream<>(connection)) {
      var lines = stream.lines(1_000);
      for (String line = lines.nextLine().await(); line != null; line = lines.nextLine().await()) {
        stream.writeAll(ByteBuffer.wrap(bytes(line.toUpperCase(Locale.ROOT) + "\n"))).await();
        stream.flush().await();
      }
      stream.shutdown().await();
    }
  }

  @Test
  void lines_ofAConversation_areAnsweredOneByOne() throws Exception {
    var server = runtime.spawn(() -> shout(listener.accept().await()));
    try (var socket = connect();
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line : new String[] {"one\n", "two\r\n", "thr", "ee\n"}) {
        socket.getOutputStream().write(bytes(line));
        if (line.endsWith("\n")) {
          assertThat(answers.readLine())
              .isEqualTo(line.equals("ee\n") ? "THREE" : line.strip().toUpperCase(Locale.ROOT));
        }
      }
      socket.getOutputStream().write(bytes("last"));
      socket.shutdownOutput();
      assertThat(answers.readLine()).isEqualTo("LAST");
      assertThat(answers.readLine()).isNull();
    }
    server.await();
  }

  @Test
  void readExact_ofAPeerThatHangsUp_saysWhatIsMissingAndOfWhom() throws Exception {
    var read = runtime.spawn(() -> {
      try (var stream = listener.accept().await()) {
        assertThatThrownBy(() -> stream.readExact(ByteBuffer.allocate(100)).await())
            .isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(EOFException.class)
            .hasMessageContaining(stream.peerAddress().toString()).hasMessageContaining("97 are missing");
      }
    });
    try (var socket = connect()) {
      socket.getOutputStream().write(new byte[3]);
    }
    read.await();
  }

  @Test
  void jdkStreams_overAConnection_serveCodeThatBlocks() throws Exception {
    var server = runtime.spawn(() -> {
      try (var stream = listener.accept().await(); var in = Io.toInputStream(stream);
          var out = Io.toOutputStream(stream)) {
        return in.transferTo(out);
      }
    });
    try (var socket = connect()) {
      socket.getOutputStream().write(new byte[200_000]);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).hasSize(200_000);
    }
    assertThat(server.await()).isEqualTo(200_000);
  }

  @Test
  void futureTasks_onTheHalvesOfAConnection_readAndWriteAtOnce() throws Exception {
    var accepted = runtime.spawn(listener.accept());
    try (var socket = connect(); var stream = accepted.await()) {
      var halves = Io.split(stream);
      var read = runtime.spawn(halves.reader().readToString(100));
      runtime.spawn(halves.writer().writeAll(ByteBuffer.wrap(bytes("head")), ByteBuffer.wrap(bytes("body")))).await();
      runtime.spawn(halves.writer().shutdown()).await();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(bytes("headbody"));
      socket.getOutputStream().write(bytes("answer"));
      socket.shutdownOutput();
      assertThat(read.await()).isEqualTo("answer");
    }
  }
}
