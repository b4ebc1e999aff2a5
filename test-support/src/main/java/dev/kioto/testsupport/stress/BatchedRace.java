package dev.kioto.testsupport.stress;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.CounterThread;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.util.Counter;
import org.openjdk.jcstress.vm.CompileMode;
import org.jspecify.annotations.Nullable;

/// One jcstress test, run in this JVM by what jcstress has written for it, in short iterations: a test until it has run for long
/// and often enough, its twin until it has shown the bad outcome. So what a busy machine takes away is made up for. Actors that
/// wait for each other spin in one iteration, and yield in the next: where they have one processor between them, the one that
/// spins holds up the other, and those that yield take turns and never meet.
///
/// @param <R> what its actors fill in
final class BatchedRace<R> {
  private static final int FEWEST_ITERATIONS = 6;
  private static final int MOST_ITERATIONS = 80;
  private static final long FEWEST_SAMPLES = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30); // jcstress's own, for actors that do not end

  private final TestConfig config;
  private final Runner<R> spinning;
  private final Runner<R> yielding;
  private final Counter<R> seen = new Counter<>();

  private BatchedRace(TestConfig config, Runner<R> spinning, Runner<R> yielding) {
    this.config = config;
    this.spinning = spinning;
    this.yielding = yielding;
  }

  /// @param spinning options of which that is the style in which actors wait for each other
  /// @param yielding the same with the other style
  static BatchedRace<?> of(TestInfo test, Options spinning, Options yielding) throws ReflectiveOperationException {
    var config = config(test, spinning);
    return new BatchedRace<>(config, runner(config), runner(config(test, yielding)));
  }

  private static TestConfig config(TestInfo test, Options options) {
    var anywhere = new SchedulingClass(AffinityMode.NONE, test.threads(), NodeType.PACKAGE);
    return new TestConfig(options, test, 0, List.of(), CompileMode.UNIFIED, anywhere);
  }

  @SuppressWarnings("unchecked") // of one class: what its actors fill in is the same
  private static Runner<Object> runner(TestConfig config) throws ReflectiveOperationException {
    return (Runner<Object>) Class.forName(config.generatedRunnerName).asSubclass(Runner.class)
        .getConstructor(ForkedTestConfig.class).newInstance(new ForkedTestConfig(config));
  }

  TestResult run() {
    for (int iterations = 1;; iterations++) {
      var runner = iterations % 2 == 0 ? yielding : spinning;
      for (var actor : runner.internalRun()) {
        var failure = failureOf(actor);
        if (failure != null) {
          return failure;
        }
      }
      var result = result(Status.NORMAL);
      if (iterations >= MOST_ITERATIONS || isEnough(result, iterations)) {
        return result;
      }
    }
  }

  private static boolean isEnough(TestResult result, int iterations) {
    return Races.isBroken(result.getName()) ? result.grading().hasInteresting
        : iterations >= FEWEST_ITERATIONS && result.getTotalCount() >= FEWEST_SAMPLES;
  }

  private @Nullable TestResult failureOf(CounterThread<R> actor) {
    try {
      actor.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      return failure(Status.TEST_ERROR, "interrupted", e);
    }
    if (actor.throwable() != null) {
      return failure(Status.TEST_ERROR, "an actor failed", actor.throwable());
    }
    if (actor.result() == null) {
      return failure(Status.TIMEOUT_ERROR, "an actor has not ended", null);
    }
    seen.merge(actor.result());
    return null;
  }

  private TestResult failure(Status status, String message, @Nullable Throwable cause) {
    var result = result(status);
    result.addMessage(message);
    if (cause != null) {
      result.addMessages(cause);
    }
    return result;
  }

  private TestResult result(Status status) {
    var result = new TestResult(status);
    result.setConfig(config);
    for (R outcome : seen.elementSet()) {
      result.addState(String.valueOf(outcome), seen.count(outcome));
    }
    return result;
  }
}
