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
/// and often enough, its twin until it has shown the bad outcome. So what a busy machine takes away is made up for.
///
/// @param <R> what its actors fill in
final class BatchedRace<R> {
  private static final int FEWEST_ITERATIONS = 6;
  private static final int MOST_ITERATIONS = 40;
  private static final long FEWEST_SAMPLES = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30); // jcstress's own, for actors that do not end

  private final TestConfig config;
  private final Runner<R> runner;
  private final Counter<R> seen = new Counter<>();

  private BatchedRace(TestConfig config, Runner<R> runner) {
    this.config = config;
    this.runner = runner;
  }

  static BatchedRace<?> of(TestInfo test, Options options) throws ReflectiveOperationException {
    var anywhere = new SchedulingClass(AffinityMode.NONE, test.threads(), NodeType.PACKAGE);
    var config = new TestConfig(options, test, 0, List.of(), CompileMode.UNIFIED, anywhere);
    Runner<?> runner = Class.forName(config.generatedRunnerName).asSubclass(Runner.class)
        .getConstructor(ForkedTestConfig.class).newInstance(new ForkedTestConfig(config));
    return new BatchedRace<>(config, runner);
  }

  TestResult run() {
    for (int iterations = 1;; iterations++) {
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
