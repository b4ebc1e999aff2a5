package dev.kioto.testsupport.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/// The program of a JVM that runs many jcstress tests, one after the other: jcstress itself starts a JVM for each, which
/// takes longer than the test when that is to run for a tenth of a second.
///
/// It ends early when a test leaves threads behind, which would disturb the next.
final class StressBatch {

  private StressBatch() {}

  /// @param args a file with the names of the tests, a file for the results, and options of jcstress
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    var results = new DiskWriteCollector(args[1]);
    run(Files.readAllLines(Path.of(args[0])), List.of(args).subList(2, args.length), results);
    results.close();
    System.exit(0); // whatever a test that did not end has left
  }

  private static Options parsed(List<String> options, String spinStyle) throws IOException {
    var parsed = new Options(
        Stream.concat(options.stream(), Stream.of("-spinStyle", spinStyle)).toArray(String[]::new));
    if (!parsed.parse()) {
      throw new IllegalArgumentException("jcstress does not know these options: " + String.join(" ", options));
    }
    return parsed;
  }

  private static void run(List<String> names, List<String> options, DiskWriteCollector into)
      throws IOException, ReflectiveOperationException {
    var spinning = parsed(options, "THREAD_SPIN_WAIT");
    var yielding = parsed(options, "THREAD_YIELD");
    for (String name : names) {
      System.out.print(name);
      System.out.flush();
      long start = System.nanoTime();
      var result = BatchedRace.of(TestList.getInfo(name), spinning, yielding).run();
      into.add(result);
      System.out.println(": " + result.status() + " in " + (System.nanoTime() - start) / 1_000_000 + " ms: "
          + samples(result));
      if (result.status() == Status.TIMEOUT_ERROR) {
        return;
      }
    }
  }

  private static String samples(TestResult result) {
    return Races.samples(result) + String.join("", result.getMessages());
  }
}
