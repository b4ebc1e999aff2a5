package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.proto.console.v1.DescribeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstrumentationBuilderTest {
  private static InstrumentationBuilder withProperty(String key, String value) {
    var properties = new Properties();
    properties.setProperty(key, value);
    return new InstrumentationBuilder(properties, Map.of());
  }

  @Test
  void start_portInUse_saysWhereAndWhatToDo() throws IOException {
    try (var occupied = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = occupied.getLocalPort();

      assertThatThrownBy(() -> Instrumentation.builder().bind("127.0.0.1", port).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("Another program may be listening there: stop it, or choose another by")
          .hasMessageContaining("-Dkioto.console.bind=");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
  void start_beyondLoopback_isRefused(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> Instrumentation.builder().bind(host, 0).start())
        .withMessageContaining("'" + host + "' is not a loopback address")
        .withMessageContaining("must show a token").withMessageContaining("read-token-file");
  }

  @Test
  void start_beyondLoopbackWithATokenInPlainText_isRefused() {
    var builder = Instrumentation.builder().bind("0.0.0.0", 0).readToken("0123456789abcdef");

    assertThatIllegalArgumentException().isThrownBy(builder::start)
        .withMessageContaining("plain text").withMessageContaining("kioto.console.tls-certificate")
        .withMessageContaining("kioto.console.insecure=true");
  }

  @Test
  void start_beyondLoopbackInsecurely_asksForTheToken() {
    try (
        var console = Instrumentation.builder().bind("0.0.0.0", 0).readToken("0123456789abcdef").insecure(true).start();
        var stranger = new Client(console.port());
        var reader = new Client(console.port(), "0123456789abcdef")) {
      assertThatThrownBy(() -> stranger.console().describe(DescribeRequest.getDefaultInstance()))
          .hasMessageStartingWith("UNAUTHENTICATED");
      assertThat(reader.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
    }
  }

  @Test
  void start_addressOfNobody_saysWhy() {
    assertThatThrownBy(() -> Instrumentation.builder().bind("192.0.2.1", 0).readToken("0123456789abcdef")
        .insecure(true).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot listen on 192.0.2.1:0: ").hasMessageNotContaining("in use");
  }

  @ParameterizedTest
  @CsvSource({"collector.example", "192.0.2.1"})
  void dial_beyondLoopbackInPlainText_isRefused(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> Instrumentation.builder().dial(host, 7).start())
        .withMessageContaining("'" + host + "'").withMessageContaining("plain text")
        .withMessageContaining("kioto.console.dial-tls=on");
  }

  @Test
  void start_portZero_picksOneAndTellsIt() {
    try (var console = Instrumentation.builder().bind("127.0.0.1", 0).start()) {
      assertThat(console.port()).isPositive();
    }
  }

  // Another program of the machine may take the port in between, but not each time.
  @Test
  void close_twice_isQuietAndFreesThePort() {
    UncheckedIOException last = null;
    for (int attempt = 0; attempt < 5; attempt++) {
      var console = Instrumentation.builder().bind("127.0.0.1", 0).start();
      int port = console.port();

      console.close();
      console.close();

      try (var next = Instrumentation.builder().bind("127.0.0.1", port).start()) {
        assertThat(next.port()).isEqualTo(port);
        return;
      } catch (UncheckedIOException e) {
        last = e;
      }
    }
    throw new AssertionError("the port was taken each time", last);
  }

  @Test
  void probe_afterClose_isHarmless() {
    var console = Instrumentation.builder().bind("127.0.0.1", 0).ringCapacity(4).start();
    var probe = console.probe().openThread("test");
    console.close();

    for (int id = 1; id <= 100; id++) {
      probe.taskSpawned(new FakeTask(id));
    }

    assertThat(probe.taskWoken(1, 0)).isLessThanOrEqualTo(System.nanoTime());
  }

  @Test
  void start_levelOff_recordsNothing() {
    try (var console = withProperty("kioto.console.level", "Off").bind("127.0.0.1", 0).start()) {
      assertThat(console.probe().takesDetails()).isFalse();
      assertThat(console.probe().openThread("test").taskWoken(1, 0)).isZero();
    }
  }

  @Test
  void options_outOfRange_nameTheValue() {
    var builder = Instrumentation.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.bind("127.0.0.1", 65_536))
        .withMessageContaining("65536");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.ringCapacity(1000)).withMessageContaining("1000");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retainedTasks(-1)).withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retention(Duration.ofNanos(-1)))
        .withMessageContaining("PT-0.000000001S");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.publishInterval(Duration.ofMillis(1)))
        .withMessageContaining("PT0.001S");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.cpuShareCap(-0.1)).withMessageContaining("-0.1");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.cpuShareCap(Double.NaN)).withMessageContaining("NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.name(" ")).withMessageContaining("blank");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.clientBuffer(1000)).withMessageContaining("1000");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.dial("localhost", 0)).withMessageContaining("port 0");
  }

  @ParameterizedTest
  @CsvSource({
      "kioto.console.bind, 6669, not host:port",
      "kioto.console.bind, 127.0.0.1:70000, port 70000",
      "kioto.console.publish-interval, 1 second, not a duration",
      "kioto.console.publish-interval, 1ms, 10 ms or longer",
      "kioto.console.retention, forever, not a duration",
      "kioto.console.retained-tasks, many, not a number",
      "kioto.console.retained-resources, -1, must be 0 or more",
      "kioto.console.retained-operations, -1, must be 0 or more",
      "kioto.console.poll-duration-histogram-max, 0ms, must be from 1 ms to 1 h",
      "kioto.console.scheduled-duration-histogram-max, 2h, must be from 1 ms to 1 h",
      "kioto.console.ring-capacity, 3, power of two",
      "kioto.console.level, verbose, 'must be off, counts, tasks or trace'",
      "kioto.console.cpu-share-cap, a quarter, not a number",
      "kioto.console.cpu-share-cap, -1, 0 for no cap",
      "kioto.console.acting, perhaps, not on or off",
      "kioto.console, perhaps, 'not on, off, host:port (such as 127.0.0.1:6669) or unix:/path'",
      "kioto.console.dial, localhost, not host:port",
      "kioto.console.client-buffer, 12, 1024",
      "kioto.console.read-token-file, /nowhere/token, cannot be read"})
  void property_wrong_isNamedWithItsValue(String key, String value, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> withProperty(key, value))
        .withMessageContaining("-D" + key + "=" + value)
        .withMessageContaining(why);
  }

  @Test
  void environment_wrong_isNamedWithItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InstrumentationBuilder(new Properties(), Map.of("KIOTO_CONSOLE_RING_CAPACITY", "3")))
        .withMessageContaining("KIOTO_CONSOLE_RING_CAPACITY=3: ").withMessageContaining("power of two");
  }

  @Test
  void environment_besideAProperty_isNotAsked() {
    var properties = new Properties();
    properties.setProperty("kioto.console.bind", "127.0.0.1:0");

    try (var console = new InstrumentationBuilder(properties, Map.of("KIOTO_CONSOLE_BIND", "wrong")).start()) {
      assertThat(console.port()).isPositive();
    }
  }

  @Test
  void collector_inTheEnvironment_mayBeNamedWithoutTheConsole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InstrumentationBuilder(new Properties(), Map.of("KIOTO_COLLECTOR", "here")))
        .withMessageContaining("KIOTO_COLLECTOR=here: not host:port");
  }

  @ParameterizedTest
  @CsvSource({"kioto.console.read-token, the read token has 5 characters",
      "kioto.console.act-token, the act token has 5 characters"})
  void token_wrong_isNamedAndNotShown(String key, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> withProperty(key, "s3cre"))
        .withMessageContaining("-D" + key).withMessageContaining(why).withMessageNotContaining("s3cre");
  }

  @Test
  void tokenFile_itsFirstLineIsTheToken(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("token"), "  0123456789abcdef \nmore\n");
    try (var console = withProperty("kioto.console.read-token-file", file.toString()).bind("127.0.0.1", 0).start();
        var stranger = new Client(console.port());
        var reader = new Client(console.port(), "0123456789abcdef")) {
      assertThatThrownBy(() -> stranger.console().describe(DescribeRequest.getDefaultInstance()))
          .hasMessageStartingWith("UNAUTHENTICATED: this program wants a token");
      assertThat(reader.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
    }
  }

  @Test
  void tokenFile_empty_isRefused(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("token"), "\n0123456789abcdef\n");

    assertThatIllegalArgumentException().isThrownBy(() -> withProperty("kioto.console.act-token-file", file.toString()))
        .withMessageContaining("-Dkioto.console.act-token-file=" + file).withMessageContaining("is empty");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:0", "localhost:0", "[::1]:0"})
  void property_bind_isUsed(String address) {
    try (var console = withProperty("kioto.console.bind", address).start()) {
      assertThat(console.port()).isNotEqualTo(6669);
    }
  }
}
