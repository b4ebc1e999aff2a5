package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program with a runtime and not a word of consoles, in a JVM of its own, that is told from outside to have one.
@Timeout(90)
final class ConsolePropertyTest {
  private static final Pattern READY = Pattern.compile("kioto: instrumentation listening on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir
  private Path folder = Path.of("");

  // Without a library of the tests that gRPC would use, and that would speak first.
  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("slf4j"));
  }

  private static Process start(Stream<String> classPath, Map<String, String> environment, String... options)
      throws IOException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath.collect(Collectors.joining(File.pathSeparator)), Program.class.getName()));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static void assertSeesNapper(Client client) {
    var model = client.watch();
    await().atMost(Duration.ofSeconds(20)).until(() -> model.tasks.values().stream()
        .anyMatch(task -> task.toString().contains("\"napper\"")));
    assertThat(model.violations).isEmpty();
  }

  @Test
  void property_namesAnAddress_theFirstRuntimeServesThere() throws Exception {
    var process = start(classPath(), Map.of(), "-Dkioto.console=127.0.0.1:0");
    try (var err = process.errorReader(); var out = process.inputReader()) {
      var ready = READY.matcher(err.readLine());
      assertThat(ready.matches()).isTrue();
      assertThat(out.readLine()).isEqualTo("running");
      try (var client = new Client(Integer.parseInt(ready.group(1)))) {
        assertSeesNapper(client);
      }
      end(process);
      assertThat(err.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void variable_namesAUnixSocket_theFirstRuntimeServesThere() throws Exception {
    var folder = Files.createTempDirectory("kioto");
    var socket = folder.resolve("socket");
    var process = start(classPath(), Map.of("KIOTO_CONSOLE", "unix:" + socket));
    try (var err = process.errorReader()) {
      assertThat(err.readLine()).isEqualTo("kioto: instrumentation listening on unix:" + socket);
      try (var client = Client.ofUnixSocket(socket)) {
        assertSeesNapper(client);
      }
      end(process);
      assertThat(socket).doesNotExist();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    }
  }

  @Test
  void variable_namesACollector_theFirstRuntimeDials() throws Exception {
    try (var collector = new Collector()) {
      var process = start(classPath(), Map.of("KIOTO_COLLECTOR", "127.0.0.1:" + collector.port()));
      try (var caller = collector.accept(); var client = caller.client()) {
        assertThat(caller.hello()).startsWith("kioto-dial/1 ");
        assertSeesNapper(client);
        end(process);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void portInUse_programRunsAndSaysSo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var process = start(classPath(), Map.of(), "-Dkioto.console=127.0.0.1:" + taken.getLocalPort());
      try (var err = process.errorReader(); var out = process.inputReader()) {
        assertThat(err.readLine()).startsWith("kioto: the console cannot listen on 127.0.0.1:" + taken.getLocalPort())
            .contains("in use");
        assertThat(out.readLine()).isEqualTo("running");
        end(process);
        assertThat(err.readLine()).isNull();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void noProperty_nothingOfTheInstrumentationIsLoaded() throws Exception {
    var log = folder.resolve("classes");
    var process = start(classPath(), Map.of(), "-Xlog:class+load:file=" + log);
    try (var out = process.inputReader(); var err = process.errorReader()) {
      assertThat(out.readLine()).isEqualTo("running");
      end(process);
      assertThat(err.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
    var loaded = Files.readAllLines(log);
    assertThat(loaded).anyMatch(line -> line.contains(" dev.kioto.runtime.Runtime "));
    assertThat(loaded)
        .noneMatch(line -> line.contains("dev.kioto.instrument.") && !line.contains("ConsolePropertyTest"))
        .noneMatch(line -> line.contains("io.grpc."));
  }

  @Test
  void instrumentationIsNotOnTheClassPath_programRunsAndSaysSo() throws Exception {
    var without = classPath().filter(entry -> !entry.contains("grpc") && !isMainOfThisModule(entry));
    var process = start(without, Map.of(), "-Dkioto.console=on");
    try (var err = process.errorReader(); var out = process.inputReader()) {
      assertThat(err.readLine()).isEqualTo("kioto: there is no console on 'on', which kioto.console asks for: add"
          + " kioto-instrumentation to the class path, or leave out the setting");
      assertThat(out.readLine()).isEqualTo("running");
      end(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isMainOfThisModule(String entry) {
    var location = Instrumentation.class.getProtectionDomain().getCodeSource().getLocation();
    return location.getPath().replaceAll("/$", "").equals(Path.of(entry).toAbsolutePath().toString());
  }

  /// Ends when its standard input does.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        runtime.task().name("napper").spawn(Time.sleep(Duration.ofHours(1)));
        System.out.println("running");
        while (System.in.read() >= 0) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
