package dev.kioto.testsupport.stress;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/// Runs jcstress in processes of its own and reads what they found. Its files stay under `target/jcstress`: the log,
/// the results and, but in short mode, a page to look at.
final class StressRunner {

  /// How long and in how many ways each test runs.
  enum Mode {
    /// One JVM for all tests, a fraction of a second for each ([BatchedRace]): what every build does.
    SHORT("-time 25 -strideCount 2", ""),
    /// One JVM a test, for some seconds: a second chance for a rare outcome.
    LONGER("-f 1 -iters 10 -time 500 -sc false -af NONE -pth false -hs 96 -jvmArgs",
        "-XX:+UseSerialGC -ea"),
    /// All JVM configurations, compilers and placements that jcstress knows.
    FULL("-m quick -jvmArgsPrepend", "-ea");

    private final String options;
    private final String jvm;

    Mode(String options, String jvm) {
      this.options = options;
      this.jvm = jvm;
    }

    private void addTo(List<String> command) {
      command.addAll(List.of(options.split(" ")));
      if (!jvm.isEmpty()) {
        command.add(jvm);
      }
    }
  }

  private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();
  // What jcstress gives a JVM of its own: false sharing between results would slow the actors down.
  private static final List<
      String> BATCH_JVM = List.of("-XX:+UseSerialGC", "-Xmx256m", "-ea", "-XX:-RestrictContended");

  private StressRunner() {}

  /// @param names the full names of the tests
  static List<TestResult> run(Mode mode, List<String> names) {
    var folder = FOLDER.resolve(mode.name().toLowerCase(Locale.ROOT));
    try {
      clear(folder);
      Files.createDirectories(folder);
      return mode == Mode.SHORT ? runBatches(folder, names) : runForks(mode, folder, names);
    } catch (IOException e) {
      throw new UncheckedIOException("jcstress could not be run under " + FOLDER, e);
    }
  }

  private static List<TestResult> runForks(Mode mode, Path folder, List<String> names) throws IOException {
    var command = java();
    command.addAll(List.of(Main.class.getName(), "-r", "report", "-t", "^(" + String.join("|", names) + ")$"));
    mode.addTo(command);
    launch(command, folder);
    return read(folder);
  }

  /// A JVM ends before its last test when one of them leaves threads behind: those that are left get another JVM.
  private static List<TestResult> runBatches(Path folder, List<String> names) throws IOException {
    var results = new ArrayList<TestResult>();
    var left = names;
    for (int batch = 0; !left.isEmpty(); batch++) {
      var here = Files.createDirectories(folder.resolve("batch-" + batch));
      Files.write(here.resolve("tests.txt"), left);
      var command = java();
      command.addAll(BATCH_JVM);
      command.addAll(List.of(StressBatch.class.getName(), "tests.txt", "jcstress-results-batch.bin.gz"));
      Mode.SHORT.addTo(command);
      launch(command, here);
      var found = read(here);
      results.addAll(found);
      var seen = new HashSet<>(found.stream().map(TestResult::getName).toList());
      left = left.stream().filter(name -> !seen.contains(name)).toList();
    }
    return results;
  }

  private static List<String> java() {
    return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path")));
  }

  private static void launch(List<String> command, Path folder) throws IOException {
    var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile()).start();
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

  /// Never nothing.
  private static List<TestResult> read(Path folder) throws IOException {
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
      throw new IOException("jcstress has no results; it said:\n" + Files.readString(folder.resolve("log.txt")));
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
