package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MutexTest {

  @Test
  void lock_free_isReadyAtOnceWithTheValue() {
    var mutex = new Mutex<>("value");

    try (var guard = mutex.lock().await()) {
      assertThat(guard.get()).isEqualTo("value");
      assertThat(mutex.isLocked()).isTrue();
    }
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void set_throughOneGuard_isSeenByTheNext() {
    var mutex = new Mutex<>("before");

    try (var guard = mutex.lock().await()) {
      guard.set("after");
    }

    try (var guard = mutex.lock().await()) {
      assertThat(guard.get()).isEqualTo("after");
    }
  }

  @Test
  void lock_beforePoll_takesNothing() {
    var mutex = new Mutex<>("value");

    var ignored = mutex.lock();

    assertThat(mutex.isLocked()).isFalse();
    assertThat(ignored).isNotNull();
  }

  @Test
  void lock_held_isServedInTheOrderOfFirstPolls() {
    var mutex = new Mutex<>(0);
    var holder = mutex.lock().await();
    var second = HandPolled.of(mutex.lock());
    var first = HandPolled.of(mutex.lock());
    assertThat(first.isReady()).isFalse();
    assertThat(second.isReady()).isFalse();

    holder.close();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isZero();
    assertThat(second.isReady()).isFalse();
    first.value().close();
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void tryLock_held_isEmpty() {
    var mutex = new Mutex<>("value");
    var guard = mutex.tryLock().orElseThrow();

    assertThat(mutex.tryLock()).isEmpty();
    guard.close();
    assertThat(mutex.tryLock()).isPresent();
  }

  @Test
  void tryLock_handedToAWaiter_doesNotGetPastIt() {
    var mutex = new Mutex<>("value");
    var holder = mutex.lock().await();
    var waiter = HandPolled.of(mutex.lock());
    waiter.poll();

    holder.close();

    assertThat(mutex.tryLock()).isEmpty();
    assertThat(mutex.isLocked()).isTrue();
    waiter.value().close();
    assertThat(mutex.tryLock()).isPresent();
  }

  @Test
  void close_twice_unlocksOnce() {
    var mutex = new Mutex<>("value");
    var first = mutex.lock().await();
    first.close();
    var second = mutex.lock().await();

    first.close();

    assertThat(mutex.tryLock()).isEmpty();
    assertThat(second.get()).isEqualTo("value");
  }

  @Test
  void guard_afterClose_refusesTheValue() {
    var mutex = new Mutex<>("value");
    var guard = mutex.lock().await();
    guard.close();

    assertThatThrownBy(guard::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> guard.set("other")).isInstanceOf(IllegalStateException.class);
    try (var next = mutex.lock().await()) {
      assertThat(next.get()).isEqualTo("value");
    }
  }

  @Test
  void map_part_holdsTheLockUntilItIsClosed() {
    var mutex = new Mutex<>("value");
    var guard = mutex.lock().await();

    var length = guard.map(String::length);

    assertThat(length.get()).isEqualTo(5);
    assertThatThrownBy(guard::get).isInstanceOf(IllegalStateException.class);
    guard.close();
    assertThat(mutex.isLocked()).isTrue();
    var twice = length.map(n -> 2 * n);
    length.close();
    assertThat(twice.get()).isEqualTo(10);
    assertThat(mutex.isLocked()).isTrue();
    twice.close();
    twice.close();
    assertThat(mutex.isLocked()).isFalse();
    assertThatThrownBy(twice::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void map_functionThrows_leavesTheGuardAsItWas() {
    var mutex = new Mutex<>("value");

    try (var guard = mutex.lock().await()) {
      assertThatThrownBy(() -> guard.map(_ -> {
        throw new IllegalArgumentException("no part");
      })).hasMessage("no part");
      assertThat(guard.tryMap(_ -> null)).isEmpty();
      assertThat(guard.get()).isEqualTo("value");
    }
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void tryMap_part_takesThePlaceOfTheGuard() {
    var mutex = new Mutex<>("value");

    try (var length = mutex.lock().await().tryMap(String::length).orElseThrow()) {
      assertThat(length.get()).isEqualTo(5);
      assertThat(mutex.isLocked()).isTrue();
    }
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void lock_polledAfterItWasOver_isAnErrorThatNamesIt() {
    var mutex = new Mutex<>("value");
    var lock = HandPolled.of(mutex.lock());
    lock.value().close();

    assertThatThrownBy(lock::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("Mutex::lock");
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void ownerTaskId_outsideATask_isZero() {
    var mutex = new Mutex<>("value");

    try (var guard = mutex.lock().await()) {
      assertThat(guard.get()).isEqualTo("value");
      assertThat(mutex.ownerTaskId()).isZero();
    }
  }

  @Test
  void withoutValue_locked_excludesOthers() {
    var mutex = Mutex.withoutValue();

    try (var guard = mutex.lock().await()) {
      assertThat(guard.get()).isNull();
      assertThat(mutex.tryLock()).isEmpty();
    }
    assertThat(mutex.tryLock()).isPresent();
  }

  @Test
  void drop_whileWaiting_keepsNoPlace() {
    var mutex = new Mutex<>("value");
    var holder = mutex.lock().await();
    var abandoned = HandPolled.of(mutex.lock());
    var next = HandPolled.of(mutex.lock());
    abandoned.poll();
    next.poll();

    abandoned.drop();
    holder.close();

    assertThat(abandoned.wakes()).isZero();
    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.isReady()).isTrue();
  }

  @Test
  void drop_afterItWasHandedTheLock_passesItOn() {
    var mutex = new Mutex<>("value");
    var holder = mutex.lock().await();
    var abandoned = HandPolled.of(mutex.lock());
    var next = HandPolled.of(mutex.lock());
    abandoned.poll();
    next.poll();
    holder.close();

    abandoned.drop();

    assertThat(next.wakes()).isEqualTo(1);
    next.value().close();
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void await_interruptedWhileWaiting_leavesTheMutexToOthers() {
    var mutex = new Mutex<>("value");
    var holder = mutex.lock().await();
    var cancelled = new CountDownLatch(1);
    var thread = Thread.ofVirtual().start(() -> {
      try {
        mutex.lock().await();
      } catch (CancelledException e) {
        cancelled.countDown();
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    await().until(() -> cancelled.getCount() == 0);
    holder.close();
    assertThat(mutex.tryLock()).isPresent();
  }

  @Test
  void lock_manyThreadsSomeInterrupted_countsEachSuccessOnce() throws Exception {
    var mutex = new Mutex<>(0);
    int rounds = 500;
    var done = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 8; t++) {
        done.add(threads.submit(() -> increment(mutex, rounds)));
      }
      for (int i = 0; i < 200; i++) {
        var victim = Thread.ofVirtual().start(() -> cancelledIncrement(mutex));
        victim.interrupt();
      }
    }
    int expected = 0;
    for (var thread : done) {
      expected += thread.get(20, TimeUnit.SECONDS);
    }
    int expectedAtLeast = expected;

    await().until(() -> !mutex.isLocked());
    try (var guard = mutex.lock().await()) {
      assertThat(guard.get()).isBetween(expectedAtLeast, expectedAtLeast + 200);
    }
  }

  private static int increment(Mutex<Integer> mutex, int rounds) {
    for (int i = 0; i < rounds; i++) {
      try (var guard = mutex.lock().await()) {
        guard.set(guard.get() + 1);
      }
    }
    return rounds;
  }

  private static void cancelledIncrement(Mutex<Integer> mutex) {
    try (var guard = mutex.lock().await()) {
      guard.set(guard.get() + 1);
    } catch (CancelledException e) {
      assertThat(e).hasMessageContaining("interrupted");
    }
  }
}
