package dev.kioto.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.runtime.Runtime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What concerns the whole process: it is installed and closed in each test.
@Timeout(30)
final class InstallTest {
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Instrumentation> consoles = new ArrayList<>();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void close() {
    System.setErr(err);
    consoles.forEach(Instrumentation::close);
    assertThat(DefaultProbe.get()).isSameAs(Probe.NONE);
  }

  private Instrumentation install(int port) {
    var console = Instrumentation.builder().bind("127.0.0.1", port).install();
    consoles.add(console);
    return console;
  }

  private String said() {
    return said.toString(UTF_8);
  }

  @Test
  void install_once_observesTheRuntimesThatAreBuiltAfterIt() {
    var console = install(0);

    try (var _ = Runtime.builder().workerThreads(1).name("seen").build();
        var client = new Client(console.port())) {
      assertThat(client.console().watchWorkers(WatchWorkersRequest.getDefaultInstance()).next().getWorkersList())
          .singleElement().satisfies(worker -> assertThat(worker.getRuntimeName()).isEqualTo("seen"));
    }
    assertThat(said()).isEmpty();
  }

  @Test
  void install_again_givesTheFirstAndSaysSo() {
    var console = install(0);

    assertThat(install(0)).isSameAs(console);

    assertThat(said()).isEqualTo("kioto: instrumentation is installed already, listening on " + console.address()
        + ": installing it again changes nothing\n");
  }

  @Test
  void install_byManyThreads_makesOne() throws InterruptedException {
    Set<Instrumentation> made = ConcurrentHashMap.newKeySet();
    var start = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(() -> {
        try {
          start.await();
          made.add(Instrumentation.builder().bind("127.0.0.1", 0).install());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }));
    }
    start.countDown();
    for (var thread : threads) {
      thread.join();
    }
    consoles.addAll(made);

    assertThat(made).hasSize(1);
  }

  @Test
  void close_ofTheInstalled_leavesLaterRuntimesAloneAndMakesRoom() {
    var console = install(0);

    console.close();

    assertThat(DefaultProbe.get()).isSameAs(Probe.NONE);
    assertThat(install(0)).isNotSameAs(console);
    assertThat(said()).isEmpty();
  }

  @Test
  void install_portInUse_saysWhereTheConsoleIsNotAndTheProgramGoesOn() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var console = install(taken.getLocalPort());

      assertThat(console.isServing()).isFalse();
      assertThat(console.port()).isZero();
      assertThat(console.probe()).isSameAs(Probe.NONE);
      try (var runtime = Runtime.builder().workerThreads(1).build()) {
        assertThat(runtime.blockOn(() -> 42)).isEqualTo(42);
      }
      assertThat(said().lines()).singleElement().satisfies(line -> assertThat(line)
          .startsWith(
              "kioto: the console cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the address is in use")
          .contains("choose another by -Dkioto.console.bind=127.0.0.1:PORT"));
    }
  }

  @Test
  void install_whereAnotherProgramHasTheConsole_leavesThatOneAlone() {
    try (var first = Instrumentation.builder().bind("127.0.0.1", 0).start();
        var client = new Client(first.port())) {
      var second = install(first.port());

      assertThat(second.isServing()).isFalse();
      assertThat(said()).contains("127.0.0.1:" + first.port()).contains("in use");
      assertThat(client.console().watchWorkers(WatchWorkersRequest.getDefaultInstance()).hasNext()).isTrue();
    }
  }

  @Test
  void install_turnedOffFromOutside_startsNothing() {
    var properties = new Properties();
    properties.setProperty("kioto.console", "off");
    var console = new InstrumentationBuilder(properties, Map.of()).install();
    consoles.add(console);

    assertThat(console.isServing()).isFalse();
    assertThat(DefaultProbe.get()).isSameAs(Probe.NONE);
    assertThat(said()).isEmpty();
  }

  @Test
  void install_besideTheProbeOfAnother_keepsThatOne() {
    var other = Instrumentation.builder().bind("127.0.0.1", 0).start();
    try {
      DefaultProbe.set(other.probe());

      var console = install(0);

      assertThat(console.isServing()).isFalse();
      assertThat(console.probe()).isSameAs(other.probe());
      assertThat(said()).contains("observed by another instrumentation already");
    } finally {
      DefaultProbe.unset(other.probe());
      other.close();
    }
  }
}
