package dev.kioto.instrument;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.proto.console.v1.DescribeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A program that nothing may connect to, and that connects to its collector.
@Timeout(60)
final class DialTest {
  private static final String TOKEN = "a-token-for-the-collector";
  private static final int MANY = 5000; // tasks: some megabytes, many records of TLS

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(err);
  }

  private String said() {
    return said.toString(UTF_8);
  }

  private static TestConsole dial(int port, UnaryOperator<InstrumentationBuilder> options) {
    return new TestConsole(builder -> options.apply(builder.bindNowhere().dial("127.0.0.1", port)));
  }

  @Test
  void collector_thatIsDialled_readsByTheSameConnection() throws IOException {
    try (var collector = new Collector();
        var program = dial(collector.port(), builder -> builder.dialToken(TOKEN));
        var caller = collector.accept();
        var client = caller.client()) {
      String runId = client.console().describe(DescribeRequest.getDefaultInstance()).getRunId();
      assertThat(caller.hello()).isEqualTo("kioto-dial/1 " + runId + " " + TOKEN);
      assertThat(program.console.address()).isEmpty();
      assertThat(program.console.port()).isZero();

      program.spawn(1);
      var model = client.watch();
      await().until(() -> model.stats.containsKey(1L));
      program.probe.taskWoken(1, 0);
      await().until(() -> model.statsOf(1).getWakes() == 1);
      assertThat(model.violations).isEmpty();
      assertThat(said()).isEmpty();
    }
  }

  @Test
  void connection_thatIsLost_isMadeAgain() throws IOException {
    try (var collector = new Collector(); var program = dial(collector.port(), builder -> builder)) {
      String first;
      try (var caller = collector.accept(); var client = caller.client()) {
        first = client.console().describe(DescribeRequest.getDefaultInstance()).getRunId();
        program.spawn(1);
      }
      try (var caller = collector.accept(); var client = caller.client()) {
        assertThat(caller.hello()).isEqualTo("kioto-dial/1 " + first + " -");
        var model = client.watch();
        await().until(() -> model.stats.containsKey(1L));
      }
      assertThat(said()).contains("does not see this program: the connection was closed; trying again");
    }
  }

  @Test
  void collector_thatIsNotThere_isFoundWhenItComes() throws IOException {
    // Keeps the port from others, and does not listen.
    var place = new Socket();
    place.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    int port = place.getLocalPort();
    try (place; var _ = dial(port, builder -> builder)) {
      await().until(() -> said().contains("Connection refused"));
      place.close();
      try (var collector = new Collector(port); var caller = collector.accept(); var client = caller.client()) {
        assertThat(client.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
      }
    }
    assertThat(said().lines()).first().satisfies(line -> assertThat(line)
        .startsWith("kioto: the collector on 127.0.0.1:" + port + " does not see this program: ")
        .endsWith("; trying again, at the longest after 30 s"));
  }

  @Test
  void collector_thatRefuses_isQuotedOnce() throws IOException {
    try (var collector = new Collector(); var _ = dial(collector.port(), builder -> builder)) {
      for (int i = 0; i < 2; i++) {
        collector.accept().refuse("no token,\u001b[31m no entry");
      }
      collector.accept().close();
      await().until(() -> said().contains("it closed the connection"));
    }
    assertThat(said().lines().filter(line -> line.contains("it says 'no token, [31m no entry'"))).hasSize(1);
  }

  @Test
  void collector_thatIsDialledWithTls_readsByTheSameConnection() throws Exception {
    var files = TestCertificate.RIGHT;
    try (var collector = new Collector();
        var program = dial(collector.port(), builder -> builder.dialToken(TOKEN).dialTls(files.certificate()));
        var caller = collector.accept(files.server());
        var client = caller.client()) {
      assertThat(caller.hello()).endsWith(" " + TOKEN);
      assertThat(client.console().describe(DescribeRequest.getDefaultInstance()).getName()).isEqualTo("test");

      for (long id = 1; id <= MANY; id++) {
        program.spawn(id);
      }
      var model = client.watch();
      await().until(() -> model.stats.size() == MANY);
      program.probe.taskWoken(1, 0);
      await().until(() -> model.statsOf(1).getWakes() == 1);
      assertThat(model.violations).isEmpty();
      assertThat(said()).isEmpty();
    }
  }

  @Test
  void dialWithTls_showsTheTokenToTheRightCollectorAlone() throws Exception {
    var files = TestCertificate.RIGHT;
    var others = TestCertificate.OTHER;
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    try (var impostor = (SSLServerSocket) others.server().getServerSocketFactory().createServerSocket(0, 1, loopback);
        var _ = dial(impostor.getLocalPort(), builder -> builder.dialToken(TOKEN).dialTls(files.certificate()))) {
      while (!said().contains(" does not see this program: TLS failed: ")) {
        try (var socket = impostor.accept()) {
          assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
      }
    }

    try (var honest = (SSLServerSocket) files.server().getServerSocketFactory().createServerSocket(0, 1, loopback);
        var _ = dial(honest.getLocalPort(), builder -> builder.dialToken(TOKEN).dialTls(files.certificate()));
        var socket = greeted(honest)) {
      var in = socket.getInputStream();
      socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(US_ASCII));
      byte[] frame = in.readNBytes(9);
      assertThat(frame).hasSize(9);
      assertThat(frame[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
    }
  }

  /// The first connection that shows the token: one that takes too long, on a machine that is overloaded, is made again.
  private static Socket greeted(SSLServerSocket collector) throws IOException {
    while (true) {
      var socket = collector.accept();
      var hello = new StringBuilder();
      try {
        for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; c = socket.getInputStream().read()) {
          hello.append((char) c);
        }
      } catch (IOException _) {
        hello.setLength(0);
      }
      if (!hello.isEmpty()) {
        assertThat(hello).endsWith(" " + TOKEN);
        return socket;
      }
      socket.close();
    }
  }
}
