package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.DeafProbe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskPhase;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Direct tasks that wait without letting go of their carrier.
@Timeout(60)
final class PinnedTest {
  /// What the initializer of [Initializer] does, by the thread that runs it.
  static final ConcurrentHashMap<Thread, Runnable> INSIDE = new ConcurrentHashMap<>();

  private final CountDownLatch release = new CountDownLatch(1);
  private Runtime runtime = Setup.ONE_WORKER.start();

  @AfterEach
  void close() {
    release.countDown();
    runtime.close();
  }

  /// A class that runs the calling thread's code when it is initialized.
  static final class Initializer {
    static {
      inside();
    }

    private Initializer() {}
  }

  static void inside() {
    var code = INSIDE.remove(Thread.currentThread());
    assertThat(code).isNotNull();
    code.run();
  }

  private void start(Setup setup, RuntimeBuilder builder) {
    runtime.close();
    runtime = setup.start(builder);
  }

  /// Runs code in the initializer of a new class, where a virtual thread is pinned.
  static void pinned(Runnable code) {
    INSIDE.put(Thread.currentThread(), code);
    try (var bytes = PinnedTest.class.getResourceAsStream("PinnedTest$Initializer.class")) {
      MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs code below a native frame: the JVM asks a class loader for a class.
  private static void belowNative(Runnable code) {
    var loader = new ClassLoader(PinnedTest.class.getClassLoader()) {
      @Override
      public Class<?> loadClass(String name) {
        code.run();
        return PinnedTest.class;
      }
    };
    try {
      Class.forName(PinnedTest.class.getName(), false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitCount(long count) {
    await().until(() -> runtime.metrics().pinnedParkCount() == count);
  }

  private Dump.Task find(long id) {
    return runtime.dump().tasks().stream().filter(task -> task.id() == id).findFirst().orElseThrow();
  }

  // --- counted ---

  @ParameterizedTest
  @EnumSource
  void park_inAClassInitializer_isCountedOnce(Setup setup) {
    start(setup, Runtime.builder().enableAll().pinnedParkInterval(Duration.ofMillis(2)));
    for (int i = 1; i <= 3; i++) {
      var let = new CountDownLatch(1);
      var task = runtime.spawn(() -> pinned(() -> {
        try {
          assertThat(let.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }));
      awaitCount(i);
      let.countDown();
      task.await();
    }

    assertThat(runtime.metrics().pinnedParkCount()).isEqualTo(3);
  }

  @Test
  void park_belowANativeFrame_isCounted() {
    var task = runtime.spawn(() -> belowNative(this::awaitRelease));
    awaitCount(1);

    assertThat(find(task.id()).stack().explanation()).contains("pinned by").contains("forName0");
    release.countDown();
    task.await();
    assertThat(runtime.metrics().workerPinnedParkCount(0)).isEqualTo(1);
  }

  @Test
  void await_ofAFutureInAClassInitializer_isCounted() {
    start(Setup.FOUR_WORKERS, Runtime.builder().enableAll());
    Mpsc.Channel<String> channel = Mpsc.channel(1);
    var task = runtime.spawn(() -> pinned(() -> assertThat(channel.receiver().recv().await()).isEqualTo("released")));
    awaitCount(1);
    channel.sender().send("released").await();

    task.await();
  }

  /// The monitor's waiters are not parked by the JDK's code, but by the JVM.
  @Test
  void monitor_enteredOrWaitedForInAClassInitializer_isCounted() throws InterruptedException {
    start(Setup.FOUR_WORKERS, Runtime.builder().enableAll()); // which the stuck ones hold two of
    var monitor = new Object();
    JoinHandle<?> entering;
    synchronized (monitor) {
      entering = runtime.spawn(() -> pinned(() -> {
        synchronized (monitor) {
          assertThat(monitor).isNotNull();
        }
      }));
      awaitCount(1);
    }
    entering.await();
    var waiting = runtime.spawn(() -> pinned(() -> {
      synchronized (monitor) {
        try {
          while (release.getCount() > 0) {
            monitor.wait();
          }
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }));
    awaitCount(2);
    release.countDown();
    synchronized (monitor) {
      monitor.notifyAll();
    }
    waiting.await();
  }

  // --- not counted ---

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("WaitNotInLoop") // what it waits for is seen by the test
  void waits_thatLetGo_areNotCounted(Setup setup) throws Exception {
    start(setup, Runtime.builder().enableAll().pinnedParkInterval(Duration.ofMillis(1)));
    var monitor = new Object();
    var permits = new Semaphore(0);
    List<JoinHandle<?>> tasks;
    synchronized (monitor) {
      tasks = List.of(
          runtime.spawn(() -> {
            synchronized (new Object()) {
              awaitRelease();
            }
          }),
          runtime.spawn(() -> {
            synchronized (monitor) {
              assertThat(monitor).isNotNull();
            }
          }),
          runtime.spawn(() -> {
            var mine = new Object();
            synchronized (mine) {
              mine.wait(5);
            }
            return 0;
          }),
          runtime.spawn(() -> permits.acquire()),
          runtime.spawn(() -> Thread.sleep(5)));
      var ids = tasks.stream().map(JoinHandle::id).toList();
      await().until(() -> runtime.dump().tasks().stream().filter(task -> ids.contains(task.id()))
          .allMatch(task -> task.state() == TaskPhase.IDLE)); // the others have ended
      looked(1);
    }
    release.countDown();
    permits.release();
    tasks.forEach(JoinHandle::await);
    looked(2);
  }

  // One that is pinned is seen, and no other was.
  private void looked(int count) {
    var known = new CountDownLatch(1);
    var task = runtime.spawn(() -> pinned(() -> {
      try {
        assertThat(known.await(30, SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }));
    await().until(() -> runtime.metrics().pinnedParkCount() >= count);
    known.countDown();
    task.await();
    assertThat(runtime.metrics().pinnedParkCount()).isEqualTo(count);
  }

  @Test
  void future_thatParksItsWorker_isNotCountedAsPinned() {
    start(Setup.FOUR_WORKERS, Runtime.builder().pinnedParkInterval(Duration.ofMillis(1)));
    var blocks = runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });
    looked(1);

    assertThat(blocks.isFinished()).isFalse();
  }

  @Test
  void interval_ofZero_countsNothingAndTheViewStillShowsIt() {
    start(Setup.ONE_WORKER, Runtime.builder().pinnedParkInterval(Duration.ZERO));
    runtime.spawn(() -> pinned(this::awaitRelease));

    await().until(() -> runtime.metrics().worker(0).isPinned());
    assertThat(runtime.dump().workers().getFirst().pinned()).isTrue();
    assertThat(runtime.metrics().pinnedParkCount()).isZero();
  }

  // --- shown ---

  @ParameterizedTest
  @EnumSource(names = {"ONE_WORKER", "CURRENT_THREAD"})
  void dump_ofAPinnedPark_saysSoAndNamesWhatPins(Setup setup) {
    start(setup, Runtime.builder().enableAll());
    var task = runtime.task().name("first use").spawn(() -> pinned(this::awaitRelease));
    await().until(() -> runtime.dump().workers().getFirst().pinned());

    var dump = runtime.dump();
    var stack = find(task.id()).stack();
    assertThat(stack.explanation()).contains("pinned by").contains("defineClass0");
    assertThat(stack.frames()).anyMatch(frame -> frame.getMethodName().equals("awaitRelease"));
    assertThat(dump.toString()).contains("worker 0 polling, in the poll of direct task " + task.id()
        + " 'first use', which waits and is pinned, on ").contains("it is pinned by");
    release.countDown();
    task.await();
    assertThat(runtime.dump().workers().getFirst().pinned()).isFalse();
  }

  /// The same for a class whose frames are not hidden. Used once.
  static final class Once {
    static {
      inside();
    }

    private Once() {}
  }

  @Test
  void stack_ofAParkInAClassInitializer_namesTheClass() {
    var task = runtime.spawn(() -> {
      INSIDE.put(Thread.currentThread(), this::awaitRelease);
      MethodHandles.lookup().ensureInitialized(Once.class);
      return 0;
    });
    awaitCount(1);

    assertThat(find(task.id()).stack().explanation()).contains("pinned by ").contains("PinnedTest$Once.<clinit>");
  }

  private record Told(RuntimeView runtime, int worker, long task, long since, StackSample stack) {}

  /// Hears of pinned tasks alone.
  private static final class Listener extends DeafProbe {
    final List<Told> told = new CopyOnWriteArrayList<>();

    @Override
    public void taskPinned(RuntimeView of, int worker, long taskId, long sinceNanos, StackSample stack) {
      told.add(new Told(of, worker, taskId, sinceNanos, stack));
    }
  }

  @Test
  void probe_isToldOnceOfAParkThatLasts() {
    var probe = new Listener();
    start(Setup.ONE_WORKER, Runtime.builder().name("told").probe(probe).pinnedParkInterval(Duration.ofMillis(2)));
    long before = System.nanoTime();
    var task = runtime.spawn(() -> pinned(this::awaitRelease));
    await().until(() -> !probe.told.isEmpty());
    release.countDown();
    task.await();
    looked(2); // and many looks

    assertThat(probe.told.getFirst()).satisfies(told -> {
      assertThat(told.runtime().name()).isEqualTo("told");
      assertThat(told.worker()).isZero();
      assertThat(told.task()).isEqualTo(task.id());
      assertThat(told.since() - before).isPositive();
      assertThat(told.stack().frames()).anyMatch(frame -> frame.getMethodName().equals("awaitRelease"));
    });
    assertThat(probe.told.stream().filter(told -> told.task() == task.id())).hasSize(1);
  }

  // --- handed over ---

  /// The task that would end the wait is in the LIFO slot of the pinned one's worker.
  @Test
  void pinnedPark_ofAStuckWorker_isHandedOverAndFreesWhatItWaitsFor() {
    start(Setup.ONE_WORKER, Runtime.builder().enableAll().stuckWorkerTimeout(Duration.ofMillis(20)));
    var task = runtime.spawn(() -> pinned(() -> {
      Task.spawn(() -> {
        awaitCount(1);
        release.countDown();
      });
      awaitRelease();
    }));

    task.await();
    assertThat(runtime.metrics().workerHandoffCount(0)).isPositive();
  }

  @Test
  void pinnedPark_ofAStuckWorker_doesNotHoldItsNeighbours() {
    start(Setup.TIGHT, Runtime.builder().enableAll().stuckWorkerTimeout(Duration.ofMillis(20)));
    var pinned = List.of(runtime.spawn(() -> pinned(this::awaitRelease)),
        runtime.spawn(() -> pinned(() -> {
          while (release.getCount() > 0) {
            LockSupport.park();
          }
        })));
    awaitCount(2);

    assertThat(runtime.spawn(Futures.ready("on time")).await()).isEqualTo("on time");
    assertThat(runtime.spawn(() -> "on time as well").await()).isEqualTo("on time as well");
    assertThat(pinned).noneMatch(JoinHandle::isFinished);
  }
}
