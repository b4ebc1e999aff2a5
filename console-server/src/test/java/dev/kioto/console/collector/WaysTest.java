package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.instrument.InstrumentationBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways to a program, with real ones.
@Timeout(60)
final class WaysTest {

  private static final String READ = "a-token-for-reading";
  private static final String ACT = "a-token-for-acting";
  private static final Path CERTIFICATE = file("right-certificate.pem"); // of 127.0.0.1, signed by itself
  private static final Path KEY = file("right-key.pem");

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);

  @TempDir
  private Path folder = Path.of("");

  private static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(WaysTest.class.getResource("tls/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  private static Instrumentation program(UnaryOperator<InstrumentationBuilder> options) throws IOException {
    return options.apply(Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(Duration.ofMillis(50))).start();
  }

  @Test
  void unixSocket_isAWay_andMayAct() throws Exception {
    var path = folder.resolve("console.sock");
    try (var _ = program(builder -> builder.bindUnix(path))) {
      var target = collector.attach("unix:" + path).target().snapshot();

      assertThat(target.address()).isEqualTo("unix:" + path);
      assertThat(target.can(Capability.CONTROL)).isTrue();
    }
  }

  @Test
  void unixSocket_thatIsNotThere_isSaid() {
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> collector.attach("unix:" + folder.resolve("none.sock")))
        .withMessageContaining("none.sock");
  }

  @Test
  void token_ofAReader_reads_andOfAnActorActs() throws Exception {
    try (var program = program(builder -> builder.readToken(READ).actToken(ACT))) {
      var address = "127.0.0.1:" + program.port();
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach(address))
          .withMessageContaining("attach with the token")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.FORBIDDEN));

      var reader = collector.attach(address, new Access(READ, null)).target();
      assertThat(reader.snapshot().can(Capability.CONTROL)).isFalse();
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> reader.commands().cancel(1))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.FORBIDDEN));
      assertThat(collector.detach(reader.id())).isTrue();

      var actor = collector.attach(address, new Access(ACT, null)).target();
      assertThat(actor.snapshot().can(Capability.CONTROL)).isTrue();
      assertThat(actor.snapshot().toString()).doesNotContain(ACT);
    }
  }

  @Test
  void tls_withTheRightAuthority_isAWay_andWithoutItIsNot() throws Exception {
    try (var program = program(builder -> builder.tls(CERTIFICATE, KEY).readToken(READ))) {
      var address = "https://127.0.0.1:" + program.port();
      var target = collector.attach(address, new Access(READ, Files.readString(CERTIFICATE))).target();
      assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
      assertThat(target.address()).isEqualTo(address);
      assertThat(collector.detach(target.id())).isTrue();

      assertThatExceptionOfType(TargetException.class)
          .isThrownBy(() -> collector.attach(address, new Access(READ, null)))
          .withMessageContaining("TLS with " + address + " failed");
    }
  }

  @Test
  void access_thatCannotBe_isRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collector.attach("https://127.0.0.1:1", new Access(READ, "no certificate")))
        .withMessageContaining("PEM");
    assertThatIllegalArgumentException().isThrownBy(() -> collector.attach("192.0.2.1:6669", new Access(READ, null)))
        .withMessageContaining("https://192.0.2.1:6669");
    assertThatIllegalArgumentException().isThrownBy(() -> new Access("two words", null))
        .withMessageNotContaining("two words");
    assertThat(collector.targets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:", "unix:relative", "ftp://localhost:1", "https://localhost"})
  void address_thatIsNone_saysWhatWouldBeRight(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> collector.attach(address))
        .withMessageContaining("'" + address + "'").withMessageContaining("unix:/PATH");
  }

  @Test
  void programThatDials_isATarget_andTheSameOneWhenItDialsAgain() throws Exception {
    int port = collector.listen(ListenerSettings.loopback(0));
    try (var _ = dialling("shop", port)) {
      await().untilAsserted(() -> assertThat(collector.targets()).singleElement()
          .satisfies(target -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED)));
    }
    var target = collector.targets().getFirst();
    assertThat(target.address()).isEqualTo("dialled:127.0.0.1/shop");
    var first = target.snapshot().runId();
    await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.DISCONNECTED));

    try (var _ = dialling("shop", port)) {
      await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED));
      assertThat(target.snapshot().runId()).as("a restart is a new run").isNotEqualTo(first);
      assertThat(target.runs()).hasSize(2);
      assertThat(collector.targets()).hasSize(1);
    }
  }

  @Test
  void programsOfOneName_thatDialAtOnce_areTwoTargets() throws Exception {
    int port = collector.listen(ListenerSettings.loopback(0));
    try (var _ = dialling("shop", port); var _ = dialling("shop", port)) {
      await().untilAsserted(() -> assertThat(collector.targets()).extracting(WatchedTarget::address)
          .containsExactly("dialled:127.0.0.1/shop", "dialled:127.0.0.1/shop#2"));
      await().untilAsserted(() -> assertThat(collector.targets())
          .allSatisfy(target -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED)));
    }
  }

  @Test
  void programThatDialled_andIsGoneForLong_isTakenOffAndCounted() throws Exception {
    try (var forgetful = new Collector(CollectorSettings.DEFAULT, Duration.ZERO, null)) {
      int port = forgetful.listen(ListenerSettings.loopback(0));
      try (var _ = dialling("shop", port)) {
        await().untilAsserted(() -> assertThat(forgetful.targets()).singleElement()
            .satisfies(target -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED)));
        forgetful.expireDialled();
        assertThat(forgetful.targets()).as("it is there").hasSize(1);
      }
      await().untilAsserted(() -> {
        forgetful.expireDialled();
        assertThat(forgetful.targets()).isEmpty();
      });
      assertThat(forgetful.expiredTargets()).isEqualTo(1);
    }
  }

  @Test
  void caller_thatClaimsTheRunOfAProgramThatIsThere_isNotTakenForIt() throws Exception {
    int port = collector.listen(ListenerSettings.loopback(0));
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build());
        var liar = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build());
        var other = FakeTarget.kioto(Wire.description("run-2"), Wire.update(0).build());
        var first = Dialler.to(port, "run-1", program.port())) {
      await().untilAsserted(() -> assertThat(collector.targets()).singleElement()
          .satisfies(target -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED)));
      try (var second = Dialler.to(port, "run-1", liar.port());
          var third = Dialler.to(port, "run-1", other.port())) {
        second.awaitEnd();
        third.awaitEnd();
      }
      assertThat(first.isOpen()).as("it keeps its place").isTrue();
      assertThat(collector.targets()).singleElement()
          .satisfies(target -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED));
      assertThat(liar.watchers() + other.watchers()).isZero();
    }
    // The first has hung up: now the run's program may be this one.
    try (var again = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build());
        var _ = Dialler.to(port, "run-1", again.port())) {
      await().untilAsserted(() -> assertThat(again.watchers()).isEqualTo(1));
      assertThat(collector.targets()).hasSize(1);
    }
  }

  @Test
  void listening_afterTheCollectorWasClosed_leavesNoPortOpen() throws Exception {
    collector.close();
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatIllegalStateException().isThrownBy(() -> collector.listen(ListenerSettings.loopback(port)));
    // The system lets the port go when the thread that waited for callers has left.
    await().ignoreExceptions().untilAsserted(() -> {
      try (var free = new ServerSocket()) {
        free.setReuseAddress(true);
        free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
    });
  }

  @Test
  void dialling_withTlsAndATokenEachWay_reads_andActs() throws Exception {
    int port = collector
        .listen(new ListenerSettings("127.0.0.1", 0, "the-token-of-the-collector", CERTIFICATE, KEY,
            new Access(ACT, null)));
    try (var _ = program(builder -> builder.dial("127.0.0.1", port).dialTls(CERTIFICATE)
        .dialToken("the-token-of-the-collector").readToken(READ).actToken(ACT))) {
      await().untilAsserted(() -> assertThat(collector.targets()).singleElement()
          .satisfies(target -> assertThat(target.snapshot().can(Capability.CONTROL)).isTrue()));
    }
  }

  @Test
  void dialling_withAnotherToken_isRefusedWithTheReason() throws Exception {
    int port = collector.listen(new ListenerSettings("127.0.0.1", 0, "the-right-token", null, null, Access.NONE));

    assertThat(said(port, "kioto-dial/1 run-1 the-wrong-token\n")).startsWith("this collector knows another token");
    assertThat(said(port, "kioto-dial/1 run-1 -\n")).startsWith("this collector wants a token");
    assertThat(said(port, "GET / HTTP/1.1\n")).startsWith("this is a Kioto collector");
    assertThat(collector.targets()).isEmpty();
  }

  @Test
  void dialling_byWhatSaysNoLine_isCutOff() throws Exception {
    int port = collector.listen(ListenerSettings.loopback(0));
    assertThat(said(port, "x".repeat(100_000))).isEmpty();
    assertThat(collector.targets()).isEmpty();
  }

  @Test
  void listening_beyondLoopback_needsATokenAndTls() {
    assertThatIOException()
        .isThrownBy(() -> collector.listen(new ListenerSettings("0.0.0.0", 0, READ, null, null, Access.NONE)))
        .withMessageContaining("token and TLS");
    assertThatIOException()
        .isThrownBy(() -> collector.listen(new ListenerSettings("0.0.0.0", 0, null, CERTIFICATE, KEY, Access.NONE)))
        .withMessageContaining("token and TLS");
  }

  private static Instrumentation dialling(String name, int port) throws IOException {
    return program(builder -> builder.name(name).dial("127.0.0.1", port));
  }

  /// What the collector says to a caller before it hangs up, or the caller after the first line.
  private static String said(int port, String words) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      for (int next = socket.getInputStream().read(); next >= 0 && next != '\n';
          next = socket.getInputStream().read()) {
        answer.append((char) next);
      }
      return answer.toString();
    } catch (java.net.SocketException _) {
      return ""; // cut off while it spoke
    }
  }

  @Test
  void listener_withATokenThatDoesNotCrossTheWire_isRefused() {
    for (var token : List.of("", "two words", "\u00e4\u00f6\u00fc-secret-0123456789")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ListenerSettings("127.0.0.1", 0, token, null, null, Access.NONE))
          .withMessageContaining("visible ASCII");
    }
  }

  /// Dials the collector for a program that listens: says the line, and carries bytes both ways.
  private record Dialler(Socket collector, Socket program) implements AutoCloseable {

    static Dialler to(int collector, String run, int program) throws IOException {
      var dialler = new Dialler(new Socket(InetAddress.getLoopbackAddress(), collector),
          new Socket(InetAddress.getLoopbackAddress(), program));
      dialler.collector.getOutputStream().write(("kioto-dial/1 " + run + " -\n").getBytes(StandardCharsets.US_ASCII));
      Thread.ofVirtual().start(() -> dialler.carry(dialler.collector, dialler.program));
      Thread.ofVirtual().start(() -> dialler.carry(dialler.program, dialler.collector));
      return dialler;
    }

    private void carry(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException _) {
        // over, as below
      }
      close();
    }

    boolean isOpen() {
      return !collector.isClosed();
    }

    void awaitEnd() {
      await().untilAsserted(() -> assertThat(isOpen()).isFalse());
    }

    @Override
    public void close() {
      try (collector; program) {
        // both end, whatever becomes of the first
      } catch (IOException _) {
        // they are over all the same
      }
    }
  }
}
