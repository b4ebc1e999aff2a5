package dev.kioto.instrument;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.console.v1.CancelTaskRequest;
import dev.kioto.proto.console.v1.ChangeSettingRequest;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.SetLevelRequest;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.WatchRuntimesRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a console that may act does to a real program, and what it is told when it may not or cannot.
@Timeout(60)
final class ControlTest {
  private final TestConsole test = new TestConsole(builder -> builder.acting(true));
  private final Client client = test.client();
  private final CountDownLatch release = new CountDownLatch(1);
  private @Nullable Runtime runtime;

  enum Flavor { MULTI_THREAD, CURRENT_THREAD }

  @AfterEach
  void close() {
    release.countDown();
    if (runtime != null) {
      runtime.close();
    }
    test.close();
  }

  private Runtime start(Flavor flavor) {
    return start(flavor, builder -> builder);
  }

  private Runtime start(Flavor flavor, UnaryOperator<RuntimeBuilder> options) {
    var builder = options.apply(Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(2));
    var started = flavor == Flavor.MULTI_THREAD ? builder.build() : driven(builder.currentThread().build());
    runtime = started;
    return started;
  }

  private static Runtime driven(Runtime runtime) {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        runtime.blockOn(Futures.pending());
      } catch (CancelledException _) {
        // The runtime has shut down.
      }
    });
    return runtime;
  }

  private void cancel(long id) {
    var _ = client.control().cancelTask(CancelTaskRequest.newBuilder().setTaskId(id).build());
  }

  private static void assertRefused(Callable<?> call, Status.Code code, String why) {
    assertThatThrownBy(call::call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
      assertThat(e.getStatus().getCode()).isEqualTo(code);
      assertThat(e.getStatus().getDescription()).contains(why);
    });
  }

  private void assertNotCancelled(long id, Status.Code code, String why) {
    assertRefused(() -> {
      cancel(id);
      return id;
    }, code, why);
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertCancelled(JoinHandle<?> handle) {
    await().until(handle::isFinished);
    assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
  }

  // --- who may ---

  @Test
  void callerThatMayAct_isToldSo() {
    var capabilities = client.console().describe(DescribeRequest.getDefaultInstance()).getCapabilitiesList();
    assertThat(capabilities).contains(Capability.CONTROL, Capability.RUNTIMES);
  }

  @Test
  void callerThatMayOnlyRead_isToldHowToAct() {
    try (var reading = new TestConsole()) {
      var reader = reading.client();
      var capabilities = reader.console().describe(DescribeRequest.getDefaultInstance()).getCapabilitiesList();
      assertThat(capabilities).contains(Capability.RUNTIMES).doesNotContain(Capability.CONTROL);
      var control = reader.control();
      assertRefused(() -> control.cancelTask(CancelTaskRequest.newBuilder().setTaskId(1).build()),
          Status.Code.PERMISSION_DENIED, "kioto.console.acting=true");
      assertRefused(() -> control.setLevel(SetLevelRequest.newBuilder().setLevel(Level.OFF).build()),
          Status.Code.PERMISSION_DENIED, "kioto.console.acting=true");
      assertRefused(() -> control.changeSetting(ChangeSettingRequest.getDefaultInstance()),
          Status.Code.PERMISSION_DENIED, "kioto.console.acting=true");
    }
  }

  // --- tasks ---

  @ParameterizedTest
  @EnumSource
  void cancel_ofAParkedFutureTask_endsIt(Flavor flavor) {
    var started = start(flavor);
    var dropped = new AtomicBoolean();
    Future<Integer> waiting = new Future<>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        return Poll.pending();
      }

      @Override
      public void drop() {
        dropped.set(true);
      }
    };
    var task = started.spawn(waiting);

    cancel(task.id());

    assertCancelled(task);
    assertThat(dropped).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void cancel_ofAParkedDirectTask_unwindsItThroughItsFinallyBlocks(Flavor flavor) {
    var started = start(flavor);
    var parked = new CountDownLatch(1);
    var cleaned = new AtomicBoolean();
    var task = started.spawn(() -> {
      try {
        parked.countDown();
        Time.sleep(Duration.ofDays(1)).await();
      } finally {
        cleaned.set(true);
      }
    });
    await().until(() -> parked.getCount() == 0);

    cancel(task.id());

    assertCancelled(task);
    assertThat(cleaned).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFF", "COUNTS"})
  void cancel_ofATaskOfWhichNothingIsKept_endsIt(String level) {
    var _ = client.control().setLevel(SetLevelRequest.newBuilder().setLevel(Level.valueOf(level)).build());
    var task = start(Flavor.MULTI_THREAD).spawn(Futures.pending());

    cancel(task.id());

    assertCancelled(task);
  }

  @Test
  void cancel_ofATaskThatNeverYields_isTakenAndEndsItWhenItDoes() {
    var running = new CountDownLatch(1);
    var task = start(Flavor.MULTI_THREAD).spawn(_ -> {
      running.countDown();
      awaitRelease();
      return Poll.pending();
    });
    await().until(() -> running.getCount() == 0);

    cancel(task.id());
    cancel(task.id());
    assertThat(task.isFinished()).isFalse();

    release.countDown();
    assertCancelled(task);
  }

  @Test
  void cancel_ofAJobThatWaitsForAThread_endsIt_andOfOneThatRuns_isRefused() {
    var started = start(Flavor.MULTI_THREAD, builder -> builder.maxBlockingThreads(1));
    var running = new CountDownLatch(1);
    var first = started.spawnBlocking(() -> {
      running.countDown();
      awaitRelease();
      return 1;
    });
    await().until(() -> running.getCount() == 0);
    var second = started.spawnBlocking(() -> 2);

    assertNotCancelled(first.id(), Status.Code.FAILED_PRECONDITION,
        "task " + first.id() + " cannot be aborted: it is a job of the blocking pool that runs");
    cancel(second.id());

    release.countDown();
    assertCancelled(second);
    assertThat(first.await()).isEqualTo(1);
  }

  @Test
  void cancel_ofTheRootOfABlockOn_isRefused() {
    var started = start(Flavor.MULTI_THREAD);
    int result = started.blockOn(() -> {
      assertNotCancelled(Task.id(), Status.Code.FAILED_PRECONDITION, "it is the root of a blockOn");
      return 5;
    });
    assertThat(result).isEqualTo(5);
  }

  @Test
  void cancel_ofATaskThatHasEnded_isNotFound() {
    test.spawn(7);
    test.probe.taskEnded(7, TaskOutcome.COMPLETED);
    await().untilAsserted(() -> assertNotCancelled(7, Status.Code.NOT_FOUND, "task 7 is over"));
  }

  @Test
  void cancel_ofNoTask_isRefused() {
    assertNotCancelled(0, Status.Code.INVALID_ARGUMENT, "task_id cannot be 0");
    assertNotCancelled(Long.MIN_VALUE, Status.Code.NOT_FOUND, "no task has the id 9223372036854775808");
  }

  // --- the level ---

  @Test
  void setLevel_isInForceForAll() {
    for (var level : new Level[] {Level.OFF, Level.TRACE, Level.COUNTS, Level.TASKS}) {
      var state = client.control().setLevel(SetLevelRequest.newBuilder().setLevel(level).build());
      assertThat(state.getLevel()).isEqualTo(level);
      assertThat(test.client().console().describe(DescribeRequest.getDefaultInstance()).getRecorder().getLevel())
          .isEqualTo(level);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, -1})
  void setLevel_toNone_isRefused(int level) {
    assertRefused(() -> client.control().setLevel(SetLevelRequest.newBuilder().setLevelValue(level).build()),
        Status.Code.INVALID_ARGUMENT, "level " + level + ": must be OFF (1), COUNTS (2), TASKS (3) or TRACE (4)");
  }

  // --- settings ---

  private RuntimeState watched() {
    return client.console().watchRuntimes(WatchRuntimesRequest.getDefaultInstance()).next().getRuntimes(0);
  }

  private Setting change(long runtimeId, String name, String value) {
    return client.control().changeSetting(
        ChangeSettingRequest.newBuilder().setRuntimeId(runtimeId).setName(name).setValue(value).build());
  }

  private static String valueOf(RuntimeState state, String name) {
    return state.getSettingsList().stream().filter(setting -> setting.getName().equals(name)).map(Setting::getValue)
        .findFirst().orElse("none");
  }

  @ParameterizedTest
  @EnumSource
  void changeSetting_isShownAndInForce(Flavor flavor) {
    var started = start(flavor);

    var setting = change(started.handle().id(), "event-interval", " 7 ");

    assertThat(setting.getName()).isEqualTo("event-interval");
    assertThat(setting.getValue()).isEqualTo("7");
    assertThat(setting.getIsChanged()).isTrue();
    assertThat(setting.getCanChange()).isTrue();
    assertThat(setting.getDescription()).isNotEmpty();
    assertThat(valueOf(watched(), "event-interval")).isEqualTo("7");
    assertThat(started.settings()).anyMatch(each -> each.name().equals("event-interval") && each.value().equals("7"));
  }

  @Test
  void changeSetting_ofAStuckProgram_freesIt() {
    var started = start(Flavor.MULTI_THREAD, builder -> builder.workerThreads(1));
    var running = new CountDownLatch(1);
    started.spawn(_ -> {
      running.countDown();
      awaitRelease();
      return Poll.ready(0);
    });
    await().until(() -> running.getCount() == 0);
    var behind = started.spawn(Futures.ready(1));

    var _ = change(started.handle().id(), "stuck-worker-timeout", "5ms");

    await().until(behind::isFinished);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"colour | red | NOT_FOUND | there is no setting 'colour': there are flavor, name,",
          "worker-threads | 3 | FAILED_PRECONDITION | setting worker-threads is 2 for as long as the runtime lives",
          "event-interval | x | INVALID_ARGUMENT | setting event-interval must be a whole number, but is 'x'",
          "event-interval | -3 | INVALID_ARGUMENT | eventInterval must be from 1 to 2147483647, but is -3"})
  void changeSetting_toWhatCannotBe_isRefused(String name, String value, Status.Code code, String why) {
    long id = start(Flavor.MULTI_THREAD).handle().id();
    assertRefused(() -> change(id, name, value), code, why);
  }

  @Test
  void changeSetting_ofWorkers_ofARuntimeWithoutAny_isRefused() {
    long id = start(Flavor.CURRENT_THREAD).handle().id();
    assertRefused(() -> change(id, "lifo-slot", "off"), Status.Code.FAILED_PRECONDITION,
        "setting lifo-slot is on, which is of no meaning for a runtime without workers");
  }

  @Test
  void changeSetting_ofNoRuntime_isRefused() {
    assertRefused(() -> change(0, "event-interval", "7"), Status.Code.INVALID_ARGUMENT, "runtime_id cannot be 0");
    assertRefused(() -> change(1L << 40, "event-interval", "7"), Status.Code.NOT_FOUND,
        "no runtime has the id " + (1L << 40));
  }
}
