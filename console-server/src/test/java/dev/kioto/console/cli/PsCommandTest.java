package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.json.ApiJson;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kioto ps`, `kioto attach`, and what TARGET may be, with this process as the program.
@Timeout(60)
final class PsCommandTest {

  private final String name = "till-" + UUID.randomUUID();
  private Instrumentation instrumentation;
  private Runtime runtime;
  private String program;
  private ConsoleServer server;
  private String url;

  @TempDir
  private Path folder = Path.of("");

  @BeforeEach
  void start() throws Exception {
    instrumentation = Instrumentation.builder().bind("127.0.0.1", 0).name(name).publishInterval(Duration.ofMillis(20))
        .start();
    program = instrumentation.address();
    runtime = Runtime.builder().enableAll().workerThreads(1).probe(instrumentation.probe()).build();
    runtime.task().name("waiter").spawn(Time.sleep(Duration.ofHours(1)));
    server = ConsoleServer.builder().port(0).start();
    url = server.uri().toString();
  }

  @AfterEach
  void stop() {
    server.close();
    runtime.shutdownBackground();
    instrumentation.close();
  }

  @Test
  void ps_listsTheProgram_andItsTargetOnceItIsOne() {
    var before = CommandRun.of("ps", "--server", url);
    var attached = CommandRun.of("attach", name, "--server", url);
    var after = CommandRun.of("ps", "--server", url);

    assertThat(before.status()).isZero();
    assertThat(line(before.out())).startsWith(pid()).contains(name + "  " + program + "  -  ");
    assertThat(attached.out()).isEqualTo("target 1: " + name + " at " + program + ", connected, 1 tasks\n");
    assertThat(line(after.out())).containsPattern(name + " +" + program + " +1 +connected +1 ");
    assertThat(after.out().lines().filter(line -> line.contains(name))).hasSize(1);
  }

  @Test
  void ps_asJson_hasProcessesAndTargets() throws IOException {
    server.collector().add("127.0.0.1:1");

    var json = ApiJson.mapper().readTree(CommandRun.of("ps", "--server", url, "--json").out());

    assertThat(json.path("server").asText()).startsWith("http://127.0.0.1:");
    var self = StreamSupport.stream(json.path("processes").spliterator(), false)
        .filter(process -> process.path("name").asText().equals(name)).findFirst().orElseThrow();
    assertThat(self.path("pid").asText()).isEqualTo(pid());
    assertThat(self.at("/consoles/0/address").asText()).isEqualTo(program);
    assertThat(json.at("/targets/0/address").asText()).isEqualTo("127.0.0.1:1");
  }

  @Test
  void target_isAnAddressAnIdAPidOrAName() {
    server.collector().add("127.0.0.1:1");
    assertThat(CommandRun.of("attach", program, "--server", url).out()).startsWith("target 2: ");

    for (var text : new String[] {"2", program, pid(), name}) {
      var run = CommandRun.of("tasks", text, "--server", url);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("waiter");
    }
  }

  @Test
  void target_thatTheServerDoesNotHave_isAttachedOnlyWhenAsked() {
    var run = CommandRun.of("tasks", name, "--server", url);

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("has no target '" + name + "'").contains("kioto attach " + name);
    assertThat(server.collector().targets()).isEmpty();
  }

  @Test
  void target_thatIsNobody_namesWhatThereIs() {
    var run = CommandRun.of("attach", "nobody-of-that-name", "--server", url);

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("'nobody-of-that-name'").contains(name + " (pid " + pid() + ", " + program + ")");
  }

  @Test
  void target_thatIsAJvmWithoutAConsole_saysWhatToDo() throws Exception {
    var idle = new ProcessBuilder(Installation.java(), "-cp",
        PsCommandTest.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
        "dev.kioto.console.discovery.LocalProgramsTest$Idle").start();
    try {
      assertThat(idle.inputReader().readLine()).isEqualTo("ready");
      var run = CommandRun.of("attach", Long.toString(idle.pid()), "--server", url);

      assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
      assertThat(run.err()).contains("process " + idle.pid()).contains("kioto run --console");
    } finally {
      idle.destroyForcibly();
    }
  }

  @Test
  void attach_withATokenThatIsWrong_isRefusedAndNotKept() throws Exception {
    var tokenFile = Files.writeString(folder.resolve("token"), "this is not the token\n");
    try (var closed = Instrumentation.builder().bind("127.0.0.1", 0).readToken("0123456789abcdef").start()) {
      var without = CommandRun.of("attach", closed.address(), "--server", url);
      var wrong = CommandRun.of("attach", closed.address(), "--target-token-file", tokenFile.toString(), "--server",
          url);

      assertThat(without.status()).isNotZero();
      assertThat(without.err()).contains("token");
      assertThat(wrong.status()).isNotZero();
      assertThat(server.collector().targets()).isEmpty();

      Files.writeString(tokenFile, "0123456789abcdef\n");
      var right = CommandRun.of("attach", closed.address(), "--target-token-file", tokenFile.toString(), "--server",
          url);
      assertThat(right.err()).isEmpty();
      assertThat(right.status()).isZero();
    }
  }

  @Test
  void attach_withoutAServer_saysHowToStartOne() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    var run = CommandRun.of("attach", program, "--server", "http://127.0.0.1:" + port);

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("kioto server");
  }

  private String line(String out) {
    return out.lines().filter(line -> line.contains(name)).findFirst().orElseThrow().strip();
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

}
