package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Locks between tasks of both kinds, some of which are aborted while they wait, hold, or are about to.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class LocksOnRuntimeTest {
  private final Runtime runtime;

  LocksOnRuntimeTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  /// Gets a guard, gives way and gives the guard back; also when it is dropped in between.
  private static final class Holds<G extends AutoCloseable> implements Future<Boolean> {
    private final Future<G> acquire;
    private @Nullable G guard;
    private @Nullable Future<@Nullable Void> yield;

    Holds(Future<G> acquire) {
      this.acquire = acquire;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (guard == null) {
        if (!(acquire.poll(cx) instanceof Poll.Ready<G> ready)) {
          return Poll.pending();
        }
        guard = ready.value();
        yield = Task.yieldNow();
      }
      if (yield != null && !yield.poll(cx).isReady()) {
        return Poll.pending();
      }
      closeGuard(guard);
      return Poll.ready(true);
    }

    @Override
    public void drop() {
      if (guard == null) {
        acquire.drop();
      } else {
        closeGuard(guard);
      }
    }
  }

  private static void closeGuard(AutoCloseable guard) {
    try {
      guard.close();
    } catch (Exception e) {
      throw new AssertionError("a guard throws nothing", e);
    }
  }

  private <G extends AutoCloseable> JoinHandle<Boolean> direct(Supplier<Future<G>> acquire) {
    return runtime.spawn(() -> {
      var guard = acquire.get().await();
      try {
        Task.yieldNow().await();
      } finally {
        closeGuard(guard);
      }
      return true;
    });
  }

  private static int endedWell(List<? extends JoinHandle<?>> tasks) {
    int ended = 0;
    for (var task : tasks) {
      try {
        task.await();
        ended++;
      } catch (JoinException e) {
        assertThat(e.isCancelled()).as("%s", e).isTrue();
      }
    }
    return ended;
  }

  private static void abortEveryThird(List<? extends JoinHandle<?>> tasks) {
    for (int i = 0; i < tasks.size(); i += 3) {
      tasks.get(i).abort();
    }
  }

  @Test
  void semaphore_someTasksAborted_hasAllItsPermitsAtTheEnd() {
    var semaphore = new Semaphore(5);
    var tasks = new ArrayList<JoinHandle<Boolean>>();
    for (int i = 0; i < 200; i++) {
      int wanted = 1 + i % 4;
      tasks.add(i % 2 == 0
          ? runtime.spawn(new Holds<>(semaphore.acquireMany(wanted))) : direct(() -> semaphore.acquireMany(wanted)));
    }
    abortEveryThird(tasks);

    assertThat(endedWell(tasks)).isGreaterThanOrEqualTo(133);
    assertThat(semaphore.availablePermits()).isEqualTo(5);
    assertThat(semaphore.tryAcquireMany(5)).isPresent();
  }

  @Test
  void rwLock_someTasksAborted_isFreeAtTheEnd() {
    var lock = new RwLock<>(0);
    var tasks = new ArrayList<JoinHandle<Boolean>>();
    for (int i = 0; i < 50; i++) {
      tasks.add(runtime.spawn(new Holds<>(lock.read())));
      tasks.add(direct(lock::read));
      tasks.add(runtime.spawn(new Holds<>(lock.write())));
      tasks.add(direct(lock::write));
    }
    abortEveryThird(tasks);

    assertThat(endedWell(tasks)).isGreaterThanOrEqualTo(133);
    assertThat(lock.tryWrite()).isPresent();
  }

  @Test
  void rwLock_writersAndReaders_seeWholeWrites() {
    var lock = new RwLock<>(new int[] {0, 0});
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 10; i++) {
      tasks.add(runtime.spawn(() -> {
        for (int n = 0; n < 50; n++) {
          try (var guard = lock.write().await()) {
            int[] before = guard.get();
            guard.set(new int[] {before[0] + 1, before[1]});
            Task.yieldNow().await();
            guard.set(new int[] {guard.get()[0], before[1] + 1});
          }
        }
      }));
      tasks.add(runtime.spawn(() -> {
        for (int n = 0; n < 50; n++) {
          try (var guard = lock.read().await()) {
            int[] seen = guard.get();
            Task.yieldNow().await();
            assertThat(seen).isSameAs(guard.get());
            assertThat(seen[0]).isEqualTo(seen[1]);
          }
        }
      }));
    }

    assertThat(endedWell(tasks)).isEqualTo(20);
    assertThat(lock.tryRead().orElseThrow().get()).containsExactly(500, 500);
  }

  @Test
  void barrier_tasksOfBothKinds_goRoundByRound() {
    int size = 6;
    int rounds = 50;
    var barrier = new Barrier(size);
    var leaders = new AtomicInteger();
    var arrived = new AtomicInteger();
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < size; i++) {
      tasks.add(runtime.spawn(() -> {
        for (int round = 1; round <= rounds; round++) {
          arrived.incrementAndGet();
          var result = round % 2 == 0 ? barrier.waitForAll().await() : runtime.spawn(barrier.waitForAll()).await();
          assertThat(arrived.get()).isGreaterThanOrEqualTo(round * size);
          if (result.isLeader()) {
            leaders.incrementAndGet();
          }
        }
      }));
    }

    assertThat(endedWell(tasks)).isEqualTo(size);
    assertThat(leaders).hasValue(rounds);
  }

  @Test
  void notify_consumersAborted_theOthersConsumeAll() {
    var notify = new Notify();
    var items = new ConcurrentLinkedQueue<Integer>();
    var consumed = new AtomicInteger();
    var all = new SetOnce<Boolean>();
    int number = 300;
    var consumers = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 9; i++) {
      consumers.add(runtime.spawn(() -> {
        while (true) {
          var notified = notify.notified();
          notified.enable();
          if (items.poll() == null) {
            notified.await();
          } else {
            notified.drop();
            if (consumed.incrementAndGet() == number) {
              all.set(true);
            }
          }
        }
      }));
    }
    for (int i = 0; i < number; i++) {
      items.add(i);
      notify.notifyOne();
      if (i == number / 2) {
        abortEveryThird(consumers);
      }
    }

    assertThat(all.waitUntilSet().await()).isTrue();
    consumers.forEach(JoinHandle::abort);
    assertThat(endedWell(consumers)).isZero();
  }

  @Test
  void onceCell_makersAborted_oneOfTheOthersMakesTheValue() {
    var cell = new OnceCell<Integer>();
    var made = new AtomicInteger();
    Supplier<Future<Integer>> slow = () -> {
      var waiting = Task.yieldNow();
      return cx -> waiting.poll(cx).isReady() ? Poll.ready(made.incrementAndGet()) : Poll.pending();
    };
    var tasks = new ArrayList<JoinHandle<Integer>>();
    for (int i = 0; i < 30; i++) {
      tasks.add(i % 2 == 0
          ? runtime.spawn(cell.getOrInit(slow)) : runtime.spawn(() -> cell.getOrInit(slow).await()));
    }
    abortEveryThird(tasks);

    assertThat(endedWell(tasks)).isGreaterThanOrEqualTo(20);
    assertThat(cell.get()).contains(1);
    assertThat(made).hasValue(1);
  }
}
