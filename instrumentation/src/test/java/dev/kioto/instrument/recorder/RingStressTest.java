package dev.kioto.instrument.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/// Runs the `*Stress` classes in JVMs of its own: shortly in every build, with all that jcstress knows by
/// `-Dkioto.stress=full`. What it said stays under `target/jcstress`.
final class RingStressTest {
  private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();
  private static final List<String> SHORT = List.of("-f", "1", "-iters", "3", "-time", "150", "-sc", "false", "-af",
      "NONE", "-pth", "false", "-hs", "96", "-jvmArgs", "-XX:+UseSerialGC");
  // Further chances of a twin whose bad outcome was not seen, as on a machine that is busy with something else.
  private static final int LONGER_RUNS = 3;
  private static final List<String> LONGER = List.of("-f", "1", "-iters", "20", "-time", "500", "-sc", "false", "-af",
      "NONE", "-pth", "false", "-hs", "96", "-jvmArgs", "-XX:+UseSerialGC");
  private static final List<String> FULL = List.of("-m", "quick");

  @TestFactory
  Stream<DynamicTest> race_underStress_showsItsAllowedOutcomesAlone() throws IOException, InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a race needs two processors");
    var names = TestList.tests().stream().sorted().toList();
    var results = new ArrayList<>(run("full".equals(System.getProperty("kioto.stress")) ? FULL : SHORT, ".*"));
    var unseen = unseenTwins(names, results);
    for (int chance = 0; chance < LONGER_RUNS && !unseen.isEmpty(); chance++) {
      results.addAll(run(LONGER, String.join("|", unseen)));
      unseen = unseenTwins(names, results);
    }
    return names.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name, results)));
  }

  private static List<String> unseenTwins(List<String> names, List<TestResult> results) {
    return names.stream().filter(name -> isBroken(name) && !showsBadOutcome(named(name, results))).toList();
  }

  private static boolean isBroken(String name) {
    return name.endsWith("Broken");
  }

  private static boolean showsBadOutcome(List<TestResult> results) {
    return results.stream().anyMatch(result -> result.grading().hasInteresting);
  }

  private static List<TestResult> named(String name, List<TestResult> results) {
    return results.stream().filter(result -> result.getName().equals(name)).toList();
  }

  private static void check(String name, List<TestResult> all) {
    var results = named(name, all);
    assertThat(results).isNotEmpty();
    assertThat(results).allSatisfy(result -> {
      assertThat(result.status()).as("%s", result.getVmErr()).isEqualTo(Status.NORMAL);
      assertThat(result.grading().failureMessages).as("saw %s", result.getCounter()).isEmpty();
    });
    if (isBroken(name)) {
      assertThat(showsBadOutcome(results)).as("%s shows its bad outcome", name).isTrue();
    }
  }

  private static Collection<TestResult> run(List<String> mode, String tests) throws IOException, InterruptedException {
    clear();
    Files.createDirectories(FOLDER);
    var log = FOLDER.resolve("log.txt");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Main.class.getName(), "-r", "report", "-t", tests));
    command.addAll(mode);
    var process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start();
    try {
      process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    var results = new InProcessCollector();
    try (var files = Files.newDirectoryStream(FOLDER, "jcstress-results-*.bin.gz")) {
      for (var file : files) {
        read(file, results);
      }
    }
    assertThat(results.getTestResults()).as("results; jcstress said: %s", Files.readString(log)).isNotEmpty();
    return results.getTestResults();
  }

  private static void read(Path file, InProcessCollector into) throws IOException {
    var reader = new DiskReadCollector(file.toString(), into);
    try {
      reader.dump();
    } catch (ClassNotFoundException e) {
      throw new IOException("unreadable results of jcstress: " + file, e);
    } finally {
      reader.close();
    }
  }

  private static void clear() throws IOException {
    if (Files.exists(FOLDER)) {
      try (var files = Files.walk(FOLDER)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }
}
