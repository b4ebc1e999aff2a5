package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Futures;
import dev.kioto.probe.TaskKind;
import dev.kioto.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Code of the user at certain moments, in every flavor.
@Timeout(60)
final class HooksTest {
  private final List<Runtime> opened = new ArrayList<>();
  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private Thread.UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
  }

  @AfterEach
  void close() {
    opened.forEach(Runtime::close);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private Runtime open(RuntimeBuilder builder) {
    var runtime = builder.build();
    opened.add(runtime);
    return runtime;
  }

  private static RuntimeBuilder builder(RuntimeFlavor flavor) {
    var builder = Runtime.builder().enableAll().workerThreads(2);
    return flavor == RuntimeFlavor.CURRENT_THREAD ? builder.currentThread() : builder;
  }

  /// Every kind of task, each to its end.
  private static void work(Runtime runtime) {
    runtime.blockOn(() -> {
      assertThat(Task.spawn(Futures.then(Task.yieldNow(), _ -> Futures.ready("future"))).await()).isEqualTo("future");
      assertThat(Task.spawn(() -> {
        Thread.sleep(1);
        return "direct";
      }).await()).isEqualTo("direct");
      assertThat(Task.spawnBlocking(() -> "blocking").await()).isEqualTo("blocking");
    });
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void threadHooks_ofEachThreadOfTheRuntime_runOnItOnce(RuntimeFlavor flavor) {
    Queue<Thread> started = new ConcurrentLinkedQueue<>();
    Queue<Thread> stopped = new ConcurrentLinkedQueue<>();
    var runtime = open(builder(flavor).onThreadStart(() -> started.add(Thread.currentThread()))
        .onThreadStop(() -> stopped.add(Thread.currentThread())));

    work(runtime);
    runtime.close();

    // Two workers and a blocking thread; the user's own thread is not the runtime's.
    assertThat(started).doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(flavor == RuntimeFlavor.MULTI_THREAD ? 3 : 1)
        .doesNotContain(Thread.currentThread());
    assertThat(stopped).containsExactlyInAnyOrderElementsOf(started);
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void parkHooks_ofOneWorker_takeTurnsOnItsThread(RuntimeFlavor flavor) {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    var runtime = open(builder(flavor).workerThreads(1).onThreadPark(() -> seen.add("park"))
        .onThreadUnpark(() -> seen.add("unpark")));

    work(runtime);
    runtime.close();

    var calls = List.copyOf(seen);
    assertThat(calls).startsWith("park", "unpark");
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i)).isEqualTo(i % 2 == 0 ? "park" : "unpark");
    }
    assertThat(calls).hasSize((int) runtime.metrics().workerParkUnparkCount(0));
  }

  /// Nobody would wake the worker if it slept beside the task.
  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void parkHook_thatSpawns_keepsTheWorkerFromSleeping(RuntimeFlavor flavor) throws InterruptedException {
    var spawned = new AtomicBoolean();
    var ran = new CountDownLatch(1);
    var self = new AtomicReference<Runtime>();
    var built = open(builder(flavor).workerThreads(1).onThreadPark(() -> {
      var runtime = self.get();
      if (runtime != null && spawned.compareAndSet(false, true)) {
        runtime.spawn(Futures.map(Futures.ready(0), _ -> {
          ran.countDown();
          return 0;
        }));
      }
    }));
    self.set(built);

    if (flavor == RuntimeFlavor.CURRENT_THREAD) {
      var driver = Thread.ofPlatform().start(() -> built.blockOn(Futures.pending()));
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      driver.interrupt();
      driver.join();
    } else {
      built.spawn(Futures.ready(0)).await(); // and then it goes to sleep
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void taskHooks_ofFutureAndDirectTasks_areToldOfEachOnce(RuntimeFlavor flavor) {
    Queue<TaskMeta> spawns = new ConcurrentLinkedQueue<>();
    Queue<TaskMeta> ends = new ConcurrentLinkedQueue<>();
    var runtime = open(builder(flavor).onTaskSpawn(spawns::add).onTaskTerminate(ends::add));
    var named = runtime.task().name("named").spawn(Futures.pending());

    work(runtime);
    named.abort();
    runtime.close();

    assertThat(spawns).extracting(TaskMeta::kind).containsExactly(TaskKind.FUTURE, TaskKind.FUTURE, TaskKind.DIRECT);
    assertThat(spawns.peek()).satisfies(meta -> {
      assertThat(meta.id()).isEqualTo(named.id());
      assertThat(meta.name()).isEqualTo("named");
      assertThat(meta.spawnedAt()).asString().contains("taskHooks_ofFutureAndDirectTasks_areToldOfEachOnce");
    });
    assertThat(ends).containsExactlyInAnyOrderElementsOf(spawns);
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void pollHooks_ofEachPoll_areAroundItOnTheThreadThatPolls(RuntimeFlavor flavor) {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Consumer<String> see = what -> seen.add(what + " on " + Thread.currentThread().threadId());
    var runtime = open(builder(flavor).workerThreads(1).onBeforeTaskPoll(meta -> see.accept("before " + meta.id()))
        .onAfterTaskPoll(meta -> see.accept("after " + meta.id())));

    var task = runtime.spawn(Futures.then(Task.yieldNow(), _ -> Futures.map(Futures.ready(0), x -> {
      see.accept("poll");
      return x;
    })));
    runtime.blockOn(task);
    runtime.close();

    var words = seen.stream().map(line -> line.substring(0, line.indexOf(" on "))).toList();
    assertThat(words).containsExactly("before " + task.id(), "after " + task.id(), "before " + task.id(), "poll",
        "after " + task.id());
    assertThat(seen.stream().map(line -> line.substring(line.indexOf(" on "))).distinct()).hasSize(1);
  }

  private static RuntimeException thrown(AtomicInteger calls) {
    calls.incrementAndGet();
    return new IllegalArgumentException("a hook that throws");
  }

  private static Stream<Arguments> throwingHooks() {
    List<HookSetter> setters = List.of(
        new HookSetter("onThreadStart", (b, n) -> b.onThreadStart(() -> {
          throw thrown(n);
        })),
        new HookSetter("onThreadStop", (b, n) -> b.onThreadStop(() -> {
          throw thrown(n);
        })),
        new HookSetter("onThreadPark", (b, n) -> b.onThreadPark(() -> {
          throw thrown(n);
        })),
        new HookSetter("onThreadUnpark", (b, n) -> b.onThreadUnpark(() -> {
          throw thrown(n);
        })),
        new HookSetter("onTaskSpawn", (b, n) -> b.onTaskSpawn(_ -> {
          throw thrown(n);
        })),
        new HookSetter("onTaskTerminate", (b, n) -> b.onTaskTerminate(_ -> {
          throw thrown(n);
        })),
        new HookSetter("onBeforeTaskPoll", (b, n) -> b.onBeforeTaskPoll(_ -> {
          throw thrown(n);
        })),
        new HookSetter("onAfterTaskPoll", (b, n) -> b.onAfterTaskPoll(_ -> {
          throw thrown(n);
        })));
    return Stream.of(RuntimeFlavor.MULTI_THREAD, RuntimeFlavor.CURRENT_THREAD)
        .flatMap(flavor -> setters.stream().map(setter -> Arguments.of(flavor, setter)));
  }

  record HookSetter(String name, Setting setting) {
    interface Setting {
      RuntimeBuilder on(RuntimeBuilder builder, AtomicInteger calls);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("throwingHooks")
  void hook_thatThrows_isReportedEachTimeAndChangesNothing(RuntimeFlavor flavor, HookSetter hook) {
    var calls = new AtomicInteger();
    var runtime = open(hook.setting().on(builder(flavor), calls));

    work(runtime);
    work(runtime);
    assertThat(runtime.metrics().numAliveTasks()).isZero();
    runtime.close();

    assertThat(calls.get()).isPositive();
    assertThat(uncaught).hasSize(calls.get());
    assertThat(uncaught).allSatisfy(e -> assertThat(e).hasMessage("a hook that throws"));
  }

  @Test
  void hook_thatThrowsAnError_isReportedAsWell() {
    var runtime = open(builder(RuntimeFlavor.MULTI_THREAD).workerThreads(1).onBeforeTaskPoll(_ -> {
      throw new StackOverflowError("an error");
    }));

    work(runtime);
    runtime.close();

    assertThat(uncaught).isNotEmpty().allSatisfy(e -> assertThat(e).isInstanceOf(StackOverflowError.class));
  }
}
