package dev.kioto.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.web.ConsoleServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A program that knows nothing of Kioto, started as `kioto run --console` starts it, from the jars of this build, and looked
/// at through collector, web API and client. Skipped where the jars are not packaged yet: in `mvn verify` they are.
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // the launcher is a shell script
final class RunEndToEndTest {
  private static final Pattern READY = Pattern.compile("kioto: instrumentation listening on (127\\.0\\.0\\.1:\\d+)");

  @TempDir
  private Path folder = Path.of("");

  @Test
  void programRunWithAConsole_showsItsThreadsAndEndsWithItsStatus() throws Exception {
    var root = Path.of("..").toRealPath();
    for (var module : List.of("runtime", "instrumentation")) {
      var target = root.resolve(module).resolve("target");
      var jar = target.resolve("kioto-" + module + ".jar");
      Assumptions.assumeTrue(Files.exists(jar) && Files.getLastModifiedTime(jar)
          .compareTo(Files.getLastModifiedTime(target.resolve("classes"))) >= 0, jar + " is not packaged");
    }
    var plan = folder.resolve("plan");
    var classes = RunEndToEndTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    var commandLine = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dkioto.root=" + root, "-Dkioto.plan=" + plan, "-cp", System.getProperty("java.class.path"),
        "dev.kioto.console.cli.Main", "run", "--instrument-port", "0", "--worker-threads", "2", "-cp", classes,
        Program.class.getName(), "an argument").inheritIO().start();
    assertThat(commandLine.waitFor()).isZero();

    var program = new ProcessBuilder("sh", "-c", "eval \"exec $(cat " + plan + ")\"").start();
    try (var err = program.errorReader();
        var out = program.inputReader();
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      var ready = READY.matcher(err.readLine());
      assertThat(ready.matches()).isTrue();
      assertThat(out.readLine()).isEqualTo("[an argument]");
      var target = client.attach(ready.group(1)).id();
      await().untilAsserted(() -> assertThat(client.tasks(target, TaskQuery.DEFAULT.withFilter("name=waiter")).tasks())
          .singleElement().satisfies(task -> assertThat(task.polls()).isGreaterThan(1)));

      program.outputWriter().close();
      assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(3);
    } finally {
      program.destroyForcibly();
    }
  }

  /// Ends with status 3 when its standard input does.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      System.out.println(List.of(args));
      Thread.ofVirtual().name("waiter").start(() -> {
        while (true) LockSupport.parkNanos(1_000_000);
      });
      while (System.in.read() >= 0) Thread.onSpinWait();
      System.exit(3);
    }
  }
}
