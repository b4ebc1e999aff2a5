package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.TaskBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What the JDK offers to threads that wait for each other works in direct tasks, and a call that blocks suspends the task and not its
/// worker.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class JdkCallsTest {
  private static final int MORE_THAN_WORKERS = 20;

  private final Runtime runtime;

  JdkCallsTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private List<JoinHandle<?>> spawnMany(TaskBody body) {
    var handles = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < MORE_THAN_WORKERS; i++) {
      handles.add(runtime.spawn(body));
    }
    return handles;
  }

  // --- waiting ---

  /// All of them wait before any is let go: each worker would be gone if a wait held it.
  @Test
  void waits_ofMoreTasksThanWorkers_holdNoWorker() throws InterruptedException {
    for (var wait : waits()) {
      var waiting = new CountDownLatch(MORE_THAN_WORKERS);
      var handles = spawnMany(() -> {
        waiting.countDown();
        wait.body().run();
      });
      assertThat(waiting.await(20, SECONDS)).as(wait.name()).isTrue();
      assertThat(runtime.spawn(() -> "free").await()).as(wait.name()).isEqualTo("free");
      wait.release().call();
      handles.forEach(JoinHandle::await);
    }
  }

  private record Wait(String name, TaskBody body, Release release) {}

  private interface Release {
    void call();
  }

  private static List<Wait> waits() {
    var latch = new CountDownLatch(1);
    var semaphore = new Semaphore(0);
    var queue = new ArrayBlockingQueue<Integer>(MORE_THAN_WORKERS);
    var future = new CompletableFuture<Integer>();
    var lock = new ReentrantLock();
    var released = lock.newCondition();
    var open = new AtomicReference<>("closed");
    var monitor = new Object();
    var notified = new AtomicReference<>("closed");
    return List.of(
        new Wait("a latch", latch::await, latch::countDown),
        new Wait("a semaphore", semaphore::acquire, () -> semaphore.release(MORE_THAN_WORKERS)),
        new Wait("a queue", queue::take, () -> {
          for (int i = 0; i < MORE_THAN_WORKERS; i++) {
            queue.add(i);
          }
        }),
        new Wait("a completable future", future::get, () -> future.complete(1)),
        new Wait("a condition", () -> {
          lock.lock();
          try {
            while (open.get().equals("closed")) {
              released.await();
            }
          } finally {
            lock.unlock();
          }
        }, () -> {
          lock.lock();
          try {
            open.set("open");
            released.signalAll();
          } finally {
            lock.unlock();
          }
        }),
        new Wait("a monitor", () -> {
          synchronized (monitor) {
            while (notified.get().equals("closed")) {
              monitor.wait();
            }
          }
        }, () -> {
          synchronized (monitor) {
            notified.set("open");
            monitor.notifyAll();
          }
        }));
  }

  @Test
  void waitsWithALimit_nobodyComes_endAtTheLimit() {
    var limit = Duration.ofMillis(5);
    var monitor = new Object();
    var lock = new ReentrantLock();
    var condition = lock.newCondition();
    for (var wait : List.<TaskBody>of(
        () -> Thread.sleep(limit),
        () -> awaitDeadline(LockSupport::parkNanos, limit),
        () -> assertThat(new CountDownLatch(1).await(5, MILLISECONDS)).isFalse(),
        () -> assertThat(new SynchronousQueue<Integer>().poll(5, MILLISECONDS)).isNull(),
        () -> assertThat(new Semaphore(0).tryAcquire(5, MILLISECONDS)).isFalse(),
        () -> {
          synchronized (monitor) {
            awaitDeadline(nanos -> monitor.wait(5), limit);
          }
        },
        () -> {
          lock.lock();
          try {
            awaitDeadline(condition::awaitNanos, limit);
          } finally {
            lock.unlock();
          }
        })) {
      long start = System.nanoTime();
      runtime.spawn(wait).await();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(limit.toNanos());
    }
  }

  private interface NanosWait {
    void run(long nanos) throws InterruptedException;
  }

  private static void awaitDeadline(NanosWait wait, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
      wait.run(left);
    }
  }

  @Test
  void barrierAndExchanger_ofTasks_bringThemTogether() throws Exception {
    var barrier = new CyclicBarrier(MORE_THAN_WORKERS);
    spawnMany(barrier::await).forEach(JoinHandle::await);
    var exchanger = new Exchanger<String>();
    var one = runtime.spawn(() -> exchanger.exchange("from one"));
    var other = runtime.spawn(() -> exchanger.exchange("from the other"));

    assertThat(one.await()).isEqualTo("from the other");
    assertThat(other.await()).isEqualTo("from one");
  }

  // --- locks ---

  @Test
  void synchronizedBlocks_whoseOwnersAreSuspendedInside_excludeEachOther() {
    var monitor = new Object();
    int[] inside = new int[2]; // now, and in all
    var handles = spawnMany(() -> {
      for (int i = 0; i < 20; i++) {
        synchronized (monitor) {
          assertThat(++inside[0]).isEqualTo(1);
          Thread.yield();
          inside[0]--;
          inside[1]++;
        }
      }
    });
    handles.forEach(JoinHandle::await);

    assertThat(inside[1]).isEqualTo(20 * MORE_THAN_WORKERS);
  }

  @Test
  void reentrantLocks_whoseOwnersSleepInside_excludeEachOther() {
    var lock = new ReentrantLock(true);
    var readWrite = new ReentrantReadWriteLock();
    int[] inside = new int[2];
    var handles = spawnMany(() -> {
      for (int i = 0; i < 5; i++) {
        lock.lock();
        readWrite.writeLock().lock();
        try {
          assertThat(++inside[0]).isEqualTo(1);
          Thread.sleep(0, 10_000);
          inside[0]--;
          inside[1]++;
        } finally {
          readWrite.writeLock().unlock();
          lock.unlock();
        }
        readWrite.readLock().lock();
        try {
          Thread.yield();
        } finally {
          readWrite.readLock().unlock();
        }
      }
    });
    handles.forEach(JoinHandle::await);

    assertThat(inside[1]).isEqualTo(5 * MORE_THAN_WORKERS);
  }

  @Test
  void lock_heldByAThread_isPassedToTheTaskThatWaits() throws InterruptedException {
    var lock = new ReentrantLock();
    JoinHandle<String> waiting;
    lock.lock();
    try {
      waiting = runtime.spawn(() -> {
        lock.lock();
        try {
          return "passed";
        } finally {
          lock.unlock();
        }
      });
      await().until(lock::hasQueuedThreads);
    } finally {
      lock.unlock();
    }

    assertThat(waiting.await()).isEqualTo("passed");
  }

  // --- interrupts ---

  @Test
  void interrupt_ofASuspendedTask_isThrownWhereItWaits() throws InterruptedException {
    var thread = new AtomicReference<@Nullable Thread>();
    var handle = runtime.spawn(() -> {
      thread.set(Thread.currentThread());
      try {
        new CountDownLatch(1).await();
        return "no";
      } catch (InterruptedException e) {
        return "interrupted " + Thread.currentThread().isInterrupted();
      }
    });
    await().until(() -> thread.get() != null);
    interrupt(thread);

    assertThat(handle.await()).isEqualTo("interrupted false");
  }

  private static void interrupt(AtomicReference<@Nullable Thread> thread) {
    var target = thread.get();
    if (target != null) {
      target.interrupt();
    }
  }

  @Test
  void interruptStatus_ofATask_staysWithItAcrossSuspensions() {
    assertThat(runtime.spawn(() -> {
      Thread.currentThread().interrupt();
      Thread.yield();
      boolean kept = Thread.currentThread().isInterrupted();
      return kept && Thread.interrupted() && !Thread.currentThread().isInterrupted();
    }).await()).isTrue();
    assertThat(runtime.spawn(() -> Thread.currentThread().isInterrupted()).await()).isFalse();
  }

  @Test
  void interruptedException_ofATaskThatWasNotAborted_isAFailure() {
    assertThatThrownBy(runtime.spawn(() -> {
      Thread.currentThread().interrupt();
      Thread.sleep(1);
    })::await).isInstanceOfSatisfying(JoinException.class, e -> assertThat(e.isFailed()).isTrue())
        .hasCauseInstanceOf(InterruptedException.class);
  }
}
