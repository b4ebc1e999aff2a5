package dev.kioto.stress;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/// Runs jcstress in processes of its own and reads what they found. Its files stay under `target/jcstress`: the log,
/// the results and, in full mode, a page to look at.
final class StressRunner {

  /// How long and in how many ways each test runs.
  enum Mode {
    /// One JVM a test, for a fraction of a second: what every build does.
    SHORT("-f 1 -iters 2 -time 60 -sc false -af NONE -pth false -hs 96 -jvmArgs", "-XX:+UseSerialGC -ea"),
    /// One JVM a test, for some seconds: a second chance for a rare outcome.
    LONGER("-f 1 -iters 10 -time 500 -sc false -af NONE -pth false -hs 96 -jvmArgs", "-XX:+UseSerialGC -ea"),
    /// All JVM configurations, compilers and placements that jcstress knows.
    FULL("-m quick -jvmArgsPrepend", "-ea");

    private final String options;
    private final String jvm;

    Mode(String options, String jvm) {
      this.options = options;
      this.jvm = jvm;
    }
  }

  private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();

  private StressRunner() {}

  /// @param tests a regular expression that the full names of the tests contain
  static List<TestResult> run(Mode mode, String tests) {
    try {
      var folder = FOLDER.resolve(mode.name().toLowerCase(Locale.ROOT));
      clear(folder);
      Files.createDirectories(folder);
      var log = folder.resolve("log.txt");
      launch(command(mode, tests), folder, log);
      return read(folder, log);
    } catch (IOException e) {
      throw new UncheckedIOException("jcstress could not be run under " + FOLDER, e);
    }
  }

  private static List<String> command(Mode mode, String tests) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("-t", tests, "-r", "report"));
    command.addAll(List.of(mode.options.split(" ")));
    command.add(mode.jvm);
    return command;
  }

  private static void launch(List<String> command, Path folder, Path log) throws IOException {
    var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start();
    try {
      // The exit status says no more than the results do: it is not 0 when one of them is forbidden.
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while jcstress runs", e);
    } finally {
      stop(process);
    }
  }

  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<TestResult> read(Path folder, Path log) throws IOException {
    var results = new InProcessCollector();
    try (var files = Files.newDirectoryStream(folder, "jcstress-results-*.bin.gz")) {
      for (var file : files) {
        var reader = new DiskReadCollector(file.toString(), results);
        try {
          reader.dump();
        } catch (ClassNotFoundException e) {
          throw new IOException("unreadable results of jcstress: " + file, e);
        } finally {
          reader.close();
        }
      }
    }
    if (results.getTestResults().isEmpty()) {
      throw new IOException("jcstress has no results; it said:\n" + Files.readString(log));
    }
    return List.copyOf(results.getTestResults());
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }
}
