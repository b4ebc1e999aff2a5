package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.Probe;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program that knows nothing of Kioto, under the runtime's agent, with this module as its probe.
@Timeout(90)
final class WholeProgramTest {
  private static final Pattern READY = Pattern.compile("kioto: instrumentation listening on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir
  private Path folder = Path.of("");

  private static Path classesOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  // Packed when it is not yet, as when tests run before the packaging.
  private Path agent() throws IOException {
    var classes = classesOf(Probe.class);
    if (Files.isRegularFile(classes)) {
      return classes;
    }
    var jar = folder.resolve("agent.jar");
    try (var text = Files.newInputStream(classes.resolve("META-INF/MANIFEST.MF"));
        var out = new JarOutputStream(Files.newOutputStream(jar), new Manifest(text));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("MANIFEST.MF")).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private Process start(String probePath, String... options) throws IOException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-javaagent:" + agent() + "=" + probePath));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classesOf(WholeProgramTest.class).toString(), Program.class.getName()));
    return new ProcessBuilder(command).start();
  }

  // Without a library of the tests that gRPC would use, and that would speak first.
  private static String probePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("slf4j")).collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void programUnderTheAgent_isSeenByConsolesAndSeesNothingOfThem() throws Exception {
    var process = start(probePath(), "-Dkioto.console.bind=127.0.0.1:0", "-Dkioto.console.publish-interval=20ms",
        "-Dkioto.worker-threads=2");
    try (var err = process.errorReader(); var out = process.inputReader()) {
      var ready = READY.matcher(err.readLine());
      assertThat(ready.matches()).isTrue();
      assertThat(out.readLine()).isEqualTo("gRPC is not here");
      try (var client = new Client(Integer.parseInt(ready.group(1)))) {
        var model = client.watch();
        await().untilAsserted(() -> assertThat(model.tasks.values())
            .filteredOn(task -> task.toString().contains("\"waiter\""))
            .singleElement().satisfies(task -> {
              assertThat(task.getLocation().getFile()).isEqualTo("WholeProgramTest.java");
              assertThat(task.toString()).contains("Program$$Lambda");
              assertThat(model.statsOf(task.getId().getId()).getPollStats().getPolls()).isPositive();
            }));
        assertThat(model.violations).isEmpty();
      }
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
      assertThat(err.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void portIsTaken_programRunsAndSaysWhereTheConsoleIsNot() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var process = start(probePath(), "-Dkioto.console.bind=127.0.0.1:" + taken.getLocalPort());
      try (var err = process.errorReader(); var out = process.inputReader()) {
        assertThat(err.readLine()).startsWith("kioto: the console cannot listen on 127.0.0.1:" + taken.getLocalPort())
            .contains("in use").contains("choose another by -Dkioto.console.bind=127.0.0.1:PORT");
        assertThat(out.readLine()).isEqualTo("gRPC is not here");
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(err.readLine()).isNull();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void settingIsWrong_programDoesNotStart() throws Exception {
    var process = start(probePath(), "-Dkioto.console.retention=forever");
    try (var err = process.errorReader()) {
      assertThat(err.readLine()).isEqualTo(
          "kioto: -Dkioto.console.retention=forever: not a duration such as 500ms, 1s, 2m or 1h");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void pathHasNoProbe_programDoesNotStart() throws Exception {
    var process = start(folder.toString());
    try (var err = process.errorReader()) {
      assertThat(err.readLine()).isEqualTo("kioto: there is no probe in " + folder);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Ends with status 3 when its standard input does.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      try {
        Class.forName("io.grpc.Server");
        System.out.println("gRPC is here");
      } catch (ClassNotFoundException _) {
        System.out.println("gRPC is not here");
      }
      Thread.ofVirtual().name("waiter").start(() -> {
        while (true) {
          LockSupport.parkNanos(1_000_000);
        }
      });
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
      System.exit(3);
    }
  }
}
