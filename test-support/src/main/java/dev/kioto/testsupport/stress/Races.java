package dev.kioto.testsupport.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.testsupport.stress.StressRunner.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/// Every jcstress test of the module whose tests run, as one test each.
///
/// One whose name ends in `Broken` is the twin of the test without: the same protocol with the step left out that the
/// test is about. It passes when it shows the bad outcome, which is marked "interesting". Were it not seen, the other
/// test would prove nothing.
///
/// The properties `kioto.stress` (`short`, `full`) and `kioto.stress.tests` (a regular expression) choose how and what
/// to run; see `docs/testing.md`.
public final class Races {

  /// Further chances of a twin whose bad outcome was not seen, as on a machine that is busy with something else.
  private static final int LONGER_RUNS = 4;

  private Races() {}

  /// Runs them all before it returns.
  public static Stream<DynamicTest> all() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a race needs two processors");
    var mode = "full".equals(System.getProperty("kioto.stress")) ? Mode.FULL : Mode.SHORT;
    var filter = Pattern.compile(System.getProperty("kioto.stress.tests", ""));
    var names = TestList.tests().stream().filter(name -> filter.matcher(name).find()).sorted().toList();
    var results = new ArrayList<>(StressRunner.run(mode, names));
    var unseen = unseenTwins(names, results);
    for (int chance = 0; chance < LONGER_RUNS && !unseen.isEmpty(); chance++) {
      results.addAll(StressRunner.run(Mode.LONGER, unseen));
      unseen = unseenTwins(names, results);
    }
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name, named(name, results))));
  }

  private static List<String> unseenTwins(List<String> names, List<TestResult> results) {
    return names.stream().filter(name -> isBroken(name) && !showsBadOutcome(named(name, results))).toList();
  }

  private static void check(String name, List<TestResult> results) {
    assertThat(results).as("results of %s", name).isNotEmpty();
    for (var result : results) {
      assertThat(result.status()).as("%s: %s %s", name, result.getMessages(), result.getVmErr())
          .isEqualTo(Status.NORMAL);
      assertThat(result.grading().failureMessages).as("%s saw %s", name, samples(result)).isEmpty();
    }
    if (isBroken(name)) {
      assertThat(showsBadOutcome(results)).as("%s shows its bad outcome", name).isTrue();
    } else {
      assertThat(results).as("%s is not a twin", name).noneMatch(result -> result.grading().hasInteresting);
    }
  }

  /// What was seen, and how often.
  static String samples(TestResult result) {
    return result.getStateKeys().stream().sorted().map(key -> result.getCount(key) + " x (" + key + ")")
        .collect(Collectors.joining(", "));
  }

  static boolean isBroken(String name) {
    return name.endsWith("Broken");
  }

  private static boolean showsBadOutcome(List<TestResult> results) {
    return results.stream().anyMatch(result -> result.grading().hasInteresting);
  }

  private static List<TestResult> named(String name, List<TestResult> results) {
    return results.stream().filter(result -> result.getName().equals(name)).toList();
  }
}
