package dev.kioto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.kioto.future.Futures;
import dev.kioto.runtime.Handle;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.JoinException;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

@Timeout(60)
final class KiotoTestTest {

  // --- what is promised to a test that passes ---

  @KiotoTest
  void body_byDefault_isADirectTaskOfACurrentThreadRuntime(Runtime runtime, Handle handle) {
    assertThat(Thread.currentThread().isVirtual()).isTrue();
    assertThat(Task.tryId()).isNotEmpty();
    assertThat(Handle.current().id()).isEqualTo(handle.id()).isEqualTo(runtime.handle().id());
    assertThat(handle.runtimeFlavor()).isEqualTo(RuntimeFlavor.CURRENT_THREAD);
    assertThat(Task.spawn(() -> 42).await()).isEqualTo(42);
  }

  @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 3)
  void workers_multiThread_areAsMany(Handle handle) {
    assertThat(handle.runtimeFlavor()).isEqualTo(RuntimeFlavor.MULTI_THREAD);
    assertThat(handle.metrics().numWorkers()).isEqualTo(3);
  }

  @KiotoTest(startPaused = true)
  void clock_startPaused_jumpsOverAnHour() {
    var start = Time.now();

    Time.sleep(Duration.ofHours(1)).await();

    assertThat(start.elapsed()).isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMillis(2));
  }

  @KiotoTest(directTask = false)
  void body_notADirectTask_isOnAPlatformThreadOfTheRuntime(Handle handle) {
    assertThat(Thread.currentThread().isVirtual()).isFalse();
    assertThat(Handle.current().id()).isEqualTo(handle.id());
    assertThat(Task.spawn(Futures.ready(1)).await()).isEqualTo(1);
  }

  @KiotoTest(unhandledPanic = UnhandledPanic.IGNORE)
  void taskThatIsMeantToFail_ignored_isNoFailureOfTheTest() {
    var failed = Task.spawn(Futures.failed(new IllegalStateException("meant")));

    assertThatThrownBy(failed::await).isInstanceOf(JoinException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  @KiotoRuntime(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 1)
  void kiotoRuntime_parameterizedTest_hasParametersOfBoth(String value, Handle handle) {
    assertThat(value).isIn("a", "b");
    assertThat(Handle.current().id()).isEqualTo(handle.id());
    assertThat(handle.metrics().numWorkers()).isEqualTo(1);
  }

  @Nested
  @KiotoRuntime(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 2)
  final class OfAClass {
    private @Nullable Runtime before;

    @BeforeEach
    void remember(Runtime runtime) {
      before = runtime;
      assertThat(Handle.tryCurrent()).isEmpty();
    }

    @AfterEach
    void runtime_isStillThere(Runtime runtime) {
      assertThat(runtime).isSameAs(before);
      assertThat(runtime.blockOn(Futures.ready(1))).isEqualTo(1);
    }

    @Test
    void plainTest_runsOnTheRuntimeOfItsMethods(Runtime runtime) {
      assertThat(runtime).isSameAs(before);
      assertThat(Handle.current().metrics().numWorkers()).isEqualTo(2);
    }

    @RepeatedTest(2)
    void repeatedTest_runsOnIt() {
      assertThat(Task.tryId()).isNotEmpty();
    }

    @KiotoTest
    void kiotoTest_replacesTheSettingsOfTheClass(Handle handle) {
      assertThat(handle.runtimeFlavor()).isEqualTo(RuntimeFlavor.CURRENT_THREAD);
    }
  }

  // --- what becomes of a test that does not ---

  private static Events run(String method) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectMethod(Sick.class, method))
        .configurationParameter("junit.jupiter.conditions.deactivate", "*").execute().testEvents();
  }

  private static void fails(String method, Class<? extends Throwable> type, Predicate<String> message) {
    run(method).assertThatEvents().haveExactly(1, event(finishedWithFailure(instanceOf(type), message(message))));
  }

  @Test
  void bodyThatThrows_isItsFailure() {
    fails("bodyThrows", IOException.class, "of the body"::equals);
  }

  @Test
  void bodyThatAborts_isAborted() {
    run("bodyAssumes").assertStatistics(statistics -> statistics.aborted(1).failed(0));
  }

  @Test
  void bodyThatDoesNotEnd_timesOutWithADumpOfEveryTask() {
    fails("bodyWaits", TimeoutException.class,
        message -> message.contains("within PT1S") && message.contains("'bodyWaits()'")
            && message.contains("MpscRecv")
            && message.contains("'the other'") && message.contains("KiotoTestTest"));
  }

  @Test
  void bodyThatHoldsItsThread_timesOutAndIsLeftToItself() {
    fails("bodyHoldsItsThread", TimeoutException.class, message -> message.contains("did not end"));
    Sick.STOP.countDown();
  }

  @Test
  void taskThatFailsUnseen_failsTheTest() {
    fails("taskFails", AssertionError.class,
        message -> message.contains("of the task") && message.contains("unhandledPanic = IGNORE"));
  }

  @Test
  void taskThatFails_shutdownRuntime_failsTheTestAtOnce() {
    fails("taskFailsAndStops", AssertionError.class, message -> message.contains("of the task"));
  }

  @Test
  void taskThatIsLeft_fail_failsWithADump() {
    fails("leavesATask", AssertionError.class, message -> message.contains("left tasks") && message.contains("'left'"));
  }

  @Test
  void taskThatIsLeft_report_publishesADump() {
    var entries = run("leavesATaskReported").reportingEntryPublished().stream().map(Event::getPayload)
        .map(payload -> payload.orElseThrow().toString()).collect(Collectors.toSet());

    assertThat(entries).singleElement().asString().contains("kioto.leftover-tasks", "'left'");
  }

  @Test
  void settingsThatMakeNoSense_areRefused() {
    for (var method : Set.of("localFlavor", "workersOfCurrentThread", "negativeWorkers", "negativeTimeout",
        "pausedWorkers")) {
      run(method).assertThatEvents()
          .haveExactly(1, event(finishedWithFailure(instanceOf(ExtensionConfigurationException.class))));
    }
  }

  /// Tests that fail. Disabled, so that only the tests above run them.
  @org.junit.jupiter.api.Disabled("run by the tests around it")
  static final class Sick {
    static final CountDownLatch STOP = new CountDownLatch(1);

    @KiotoTest
    void bodyThrows() throws IOException {
      throw new IOException("of the body");
    }

    @KiotoTest
    void bodyAssumes() {
      assumeTrue(false, "never");
    }

    @KiotoTest(timeout = 1)
    void bodyWaits() {
      Task.builder().name("the other").spawn(Futures.pending());
      Mpsc.<String>channel(1).receiver().recv().await();
    }

    @KiotoTest(timeout = 200, timeoutUnit = TimeUnit.MILLISECONDS)
    void bodyHoldsItsThread() {
      while (STOP.getCount() > 0) {
        Thread.onSpinWait();
      }
    }

    @KiotoTest
    void taskFails() {
      var failing = Task.spawn(Futures.failed(new IllegalStateException("of the task")));
      while (!failing.isFinished()) {
        Task.yieldNow().await();
      }
    }

    @KiotoTest(unhandledPanic = UnhandledPanic.SHUTDOWN_RUNTIME)
    void taskFailsAndStops() {
      Task.spawn(Futures.failed(new IllegalStateException("of the task")));
      Futures.pending().await();
    }

    @KiotoTest(leftoverTasks = LeftoverTasks.FAIL)
    void leavesATask() {
      Task.builder().name("left").spawn(Futures.pending());
    }

    @KiotoTest(leftoverTasks = LeftoverTasks.REPORT)
    void leavesATaskReported() {
      Task.builder().name("left").spawn(Futures.pending());
    }

    @KiotoTest(flavor = RuntimeFlavor.LOCAL)
    void localFlavor() {}

    @KiotoTest(workerThreads = 2)
    void workersOfCurrentThread() {}

    @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = -1)
    void negativeWorkers() {}

    @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, startPaused = true)
    void pausedWorkers() {}

    @KiotoTest(timeout = -1)
    void negativeTimeout() {}
  }
}
