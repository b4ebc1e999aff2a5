package dev.kioto.console.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.instrument.Instrumentation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found of this machine, with real processes.
@Timeout(60)
final class LocalProgramsTest {

  @TempDir
  private Path parent = Path.of("");

  @Test
  void programThatServesConsoles_isFirst_withWhereAndItsRun() throws Exception {
    try (var console = Instrumentation.builder().bind("127.0.0.1", 0).name("till").notices(folder()).start()) {
      var found = LocalPrograms.with(List.of(parent)).look();

      var self = found.getFirst();
      assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(self.name()).isEqualTo("till");
      assertThat(self.hint()).isNull();
      assertThat(self.java()).startsWith("25");
      assertThat(self.consoles()).singleElement().satisfies(way -> {
        assertThat(way.address()).isEqualTo("127.0.0.1:" + console.port());
        assertThat(way.needsToken()).isFalse();
        assertThat(way.targetId()).isNull();
      });
    }
    assertThat(LocalPrograms.with(List.of(parent)).look()).allMatch(process -> process.consoles().isEmpty());
  }

  @Test
  void programThatWantsAToken_saysSoInItsHint() throws Exception {
    try (var _ = Instrumentation.builder().bind("127.0.0.1", 0).readToken("0123456789abcdef").notices(folder())
        .start()) {
      var self = LocalPrograms.with(List.of(parent)).look().getFirst();

      assertThat(self.consoles().getFirst().needsToken()).isTrue();
      assertThat(self.hint()).contains("--target-token-file FILE");
    }
  }

  @ParameterizedTest
  @CsvSource({"whole, 1", "cut, 0", "otherHead, 0", "noRun, 0", "binary, 0", "huge, 0", "pidIsText, 0",
      "startedEarlier, 0", "deadProcess, 0", "folder, 0", "unknownLines, 1"})
  @EnabledOnOs(OS.LINUX)
  void notice_countsOnlyWhenItIsWholeAndItsProcessLives(String what, int found) throws Exception {
    var self = ProcessHandle.current();
    long started = self.info().startInstant().orElseThrow().toEpochMilli();
    var whole = "kioto-console 1\npid=" + self.pid() + "\nstarted=" + started
        + "\nrun=r-1\nname=x\naddress=127.0.0.1:1\nend\n";
    var text = switch (what) {
      case "whole" -> whole;
      case "cut" -> whole.substring(0, whole.length() - 4);
      case "otherHead" -> whole.replace("console 1", "console 2");
      case "noRun" -> whole.replace("run=", "walk=");
      case "binary" -> "\u0000\u00ff";
      case "huge" -> whole.replace("name=x", "name=" + "x".repeat(10_000));
      case "pidIsText" -> whole.replace("pid=", "pid=x");
      case "startedEarlier" -> whole.replace("started=" + started, "started=" + (started - 60_000));
      case "deadProcess" -> whole.replace("pid=" + self.pid(), "pid=" + goneProcess());
      case "unknownLines" -> whole.replace("name=x", "name=x\nlater=thing\nno sign");
      default -> "";
    };
    var file = folder().resolve(self.pid() + "-r1");
    if (what.equals("folder")) Files.createDirectory(file);
    else Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));

    var consoles = LocalPrograms.with(List.of(parent)).look().stream().flatMap(process -> process.consoles().stream());

    assertThat(consoles).hasSize(found);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void notice_ofAnotherContainer_isPassedOver() throws Exception {
    Files.writeString(folder().resolve("1-r1"),
        "kioto-console 1\npid=" + ProcessHandle.current().pid()
            + "\nnamespace=pid:[1]\nrun=r-1\naddress=127.0.0.1:1\nend\n");

    assertThat(new Notices(List.of(parent)).read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-XX:+UsePerfData, dev.kioto.console.discovery.LocalProgramsTest$Idle", "-XX:-UsePerfData, java"})
  void jvmThatServesNone_isFound_withWhatCouldBeDone_andNotDisturbed(String option, String name) throws Exception {
    var program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "-cp",
        classes(), Idle.class.getName(), "secret").start();
    try (var out = program.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");

      var found = find(program.pid());

      assertThat(found.name()).isEqualTo(name);
      assertThat(found.consoles()).isEmpty();
      assertThat(found.hint()).contains("kioto run --console");
      assertThat(found.java()).startsWith("25");
      assertThat(found.toString()).doesNotContain("secret");
      program.outputWriter().close();
      assertThat(out.readLine()).as("threads that an attach would have left").isEqualTo("undisturbed");
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void mainClass_isTheFirstWordAlone() {
    assertThat(LocalPrograms.mainClass("com.example.Main --password x")).isEqualTo("com.example.Main");
    assertThat(LocalPrograms.mainClass("/opt/app/server.jar -p 1")).isEqualTo("server.jar");
    assertThat(LocalPrograms.mainClass("mod/com.example.Main")).isEqualTo("com.example.Main");
    assertThat(LocalPrograms.mainClass("")).isEmpty();
    assertThat(JavaHome.feature("1.8.0_402")).isEqualTo(8);
    assertThat(JavaHome.feature("25.0.3")).isEqualTo(25);
    assertThat(JavaHome.feature("x")).isZero();
  }

  @Test
  void openPort_answersOnlyForWhatSpeaksHttp2() throws Exception {
    try (var target = FakeTarget.kioto(Wire.description("r"), Wire.update(1).metadata().build())) {
      int port = Integer.parseInt(target.address().substring(target.address().lastIndexOf(':') + 1));
      assertThat(OpenPort.answers(port, Duration.ofSeconds(10))).isTrue();
    }
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(OpenPort.answers(silent.getLocalPort(), Duration.ofMillis(100))).isFalse();
    }
  }

  private Path folder() throws IOException {
    return Files.createDirectories(parent.resolve("kioto-console-tester"));
  }

  private LocalProcess find(long pid) {
    return LocalPrograms.with(List.of(parent)).look().stream().filter(process -> process.pid() == pid).findFirst()
        .orElseThrow();
  }

  private static String classes() {
    return LocalProgramsTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static long goneProcess() throws IOException, InterruptedException {
    var process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  /// Waits for the end of its standard input, and says whether somebody has attached to it.
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws IOException {
      System.out.println("ready");
      while (System.in.read() >= 0) Thread.onSpinWait();
      boolean attached = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
          .anyMatch(name -> Objects.equals(name, "Attach Listener"));
      System.out.println(attached ? "attached" : "undisturbed");
    }
  }
}
