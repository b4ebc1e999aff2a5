package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.sync.BatchSemaphore.Acquire;
import dev.kioto.sync.BatchSemaphore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BatchSemaphoreTest {

  @Test
  void tryAcquire_enoughPermits_takesThem() {
    var semaphore = new BatchSemaphore(3);

    assertThat(semaphore.tryAcquire(2)).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.permits()).isEqualTo(1);
    assertThat(semaphore.tryAcquire(2)).isEqualTo(Outcome.SHORT);
    assertThat(semaphore.permits()).isEqualTo(1);
  }

  @Test
  void acquire_enoughPermits_isReadyAtOnce() {
    var semaphore = new BatchSemaphore(3);

    assertThat(new Request(semaphore, 3).poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void acquire_zeroPermits_isReadyPastAQueue() {
    var semaphore = new BatchSemaphore(0);
    new Request(semaphore, 1).poll();

    assertThat(new Request(semaphore, 0).poll()).isEqualTo(Outcome.ACQUIRED);
  }

  @Test
  void acquire_tooFewPermits_collectsThemAndIsWokenByTheLast() {
    var semaphore = new BatchSemaphore(1);
    var request = new Request(semaphore, 3);

    assertThat(request.poll()).isEqualTo(Outcome.SHORT);
    assertThat(semaphore.permits()).isZero();
    semaphore.release(1);
    assertThat(request.wakes).hasValue(0);
    semaphore.release(1);
    assertThat(request.wakes).hasValue(1);

    assertThat(request.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void acquire_smallBehindLarge_doesNotOvertake() {
    var semaphore = new BatchSemaphore(0);
    var large = new Request(semaphore, 3);
    var small = new Request(semaphore, 1);
    large.poll();
    small.poll();

    semaphore.release(2);

    assertThat(small.poll()).isEqualTo(Outcome.SHORT);
    assertThat(large.poll()).isEqualTo(Outcome.SHORT);
    semaphore.release(2);
    assertThat(large.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(small.poll()).isEqualTo(Outcome.ACQUIRED);
  }

  @Test
  void tryAcquire_someoneWaits_doesNotBarge() {
    var semaphore = new BatchSemaphore(1);
    new Request(semaphore, 3).poll();
    semaphore.release(1);

    assertThat(semaphore.tryAcquire(1)).isEqualTo(Outcome.SHORT);
  }

  @Test
  void release_manyPermits_servesTheQueueInOrderAndKeepsTheRest() {
    var semaphore = new BatchSemaphore(0);
    var order = new ArrayList<Integer>();
    var requests = new ArrayList<Request>();
    for (int i = 0; i < 3; i++) {
      int n = i;
      var request = new Request(semaphore, 1, () -> order.add(n));
      request.poll();
      requests.add(request);
    }

    semaphore.release(5);

    assertThat(order).containsExactly(0, 1, 2);
    assertThat(semaphore.permits()).isEqualTo(2);
    assertThat(requests).allMatch(request -> request.poll() == Outcome.ACQUIRED);
    semaphore.release(1);
    assertThat(semaphore.permits()).isEqualTo(3);
  }

  @Test
  void poll_withAnotherWaker_wakesTheLatest() {
    var semaphore = new BatchSemaphore(0);
    var request = semaphore.acquire(1);
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    request.poll(() -> first::incrementAndGet);
    request.poll(() -> second::incrementAndGet);

    semaphore.release(1);

    assertThat(first).hasValue(0);
    assertThat(second).hasValue(1);
  }

  @Test
  void poll_afterItWasOver_isAnError() {
    var semaphore = new BatchSemaphore(1);
    var request = new Request(semaphore, 1);
    request.poll();

    assertThatThrownBy(request::poll).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void drop_beforePoll_changesNothing() {
    var semaphore = new BatchSemaphore(1);

    new Request(semaphore, 1).drop();

    assertThat(semaphore.permits()).isEqualTo(1);
  }

  @Test
  void drop_queuedWithSomePermits_passesThemOn() {
    var semaphore = new BatchSemaphore(2);
    var large = new Request(semaphore, 3);
    var small = new Request(semaphore, 1);
    large.poll();
    small.poll();

    large.drop();

    assertThat(small.wakes).hasValue(1);
    assertThat(small.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.permits()).isEqualTo(1);
  }

  @Test
  void drop_lastInQueue_leavesNoTrace() {
    var semaphore = new BatchSemaphore(1);
    var request = new Request(semaphore, 2);
    request.poll();

    request.drop();
    semaphore.release(1);

    assertThat(semaphore.permits()).isEqualTo(2);
    assertThat(request.wakes).hasValue(0);
    assertThat(semaphore.tryAcquire(2)).isEqualTo(Outcome.ACQUIRED);
  }

  @Test
  void drop_inTheMiddleOfTheQueue_keepsTheOrderOfTheOthers() {
    var semaphore = new BatchSemaphore(0);
    var first = new Request(semaphore, 1);
    var middle = new Request(semaphore, 1);
    var last = new Request(semaphore, 1);
    first.poll();
    middle.poll();
    last.poll();

    middle.drop();
    semaphore.release(1);
    assertThat(first.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(last.poll()).isEqualTo(Outcome.SHORT);
    semaphore.release(1);

    assertThat(last.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(middle.wakes).hasValue(0);
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void drop_grantedAndNotPolled_givesAllToTheNext() {
    var semaphore = new BatchSemaphore(0);
    var first = new Request(semaphore, 1);
    var second = new Request(semaphore, 1);
    first.poll();
    second.poll();
    semaphore.release(1);

    first.drop();

    assertThat(second.wakes).hasValue(1);
    assertThat(second.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void close_withQueue_refusesAllAndFreesWhatTheyCollected() {
    var semaphore = new BatchSemaphore(2);
    var first = new Request(semaphore, 3);
    var second = new Request(semaphore, 1);
    first.poll();
    second.poll();

    semaphore.close();

    assertThat(first.wakes).hasValue(1);
    assertThat(second.wakes).hasValue(1);
    assertThat(first.poll()).isEqualTo(Outcome.CLOSED);
    second.drop();
    assertThat(semaphore.permits()).isEqualTo(2);
    assertThat(semaphore.isClosedWith(2)).isTrue();
  }

  @Test
  void close_afterGrant_leavesThePermitsToTheirOwner() {
    var semaphore = new BatchSemaphore(0);
    var request = new Request(semaphore, 1);
    request.poll();
    semaphore.release(1);

    semaphore.close();

    assertThat(request.poll()).isEqualTo(Outcome.ACQUIRED);
    assertThat(semaphore.isClosedWith(1)).isFalse();
    semaphore.release(1);
    assertThat(semaphore.isClosedWith(1)).isTrue();
  }

  @Test
  void acquire_afterClose_isRefusedThoughPermitsAreFree() {
    var semaphore = new BatchSemaphore(1);
    semaphore.close();
    semaphore.close();

    assertThat(semaphore.isClosed()).isTrue();
    assertThat(semaphore.tryAcquire(1)).isEqualTo(Outcome.CLOSED);
    assertThat(new Request(semaphore, 1).poll()).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void release_beyondTheMaximum_isAnErrorThatNamesIt() {
    var semaphore = new BatchSemaphore(BatchSemaphore.MAX_PERMITS);

    assertThatThrownBy(() -> semaphore.release(1)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2147483647");
    assertThat(semaphore.permits()).isEqualTo(BatchSemaphore.MAX_PERMITS);
  }

  @Test
  void permits_negative_areRefusedByName() {
    assertThatThrownBy(() -> new BatchSemaphore(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new BatchSemaphore(1).acquire(-2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }

  @Test
  void wake_ofForeignCode_runsWithoutTheLock() {
    var semaphore = new BatchSemaphore(0);
    var request = new Request(semaphore, 1, () -> {
      var other = Thread.ofPlatform().start(() -> new Request(semaphore, 1).poll());
      join(other);
    });
    request.poll();

    semaphore.release(1); // would not return if another thread could not take the lock during the wake

    assertThat(request.poll()).isEqualTo(Outcome.ACQUIRED);
  }

  /// Against a model that is a list: whatever the order of events, the same requests have their permits and none is
  /// lost.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrderOfEvents_matchesTheModel(long seed) {
    var random = new Random(seed);
    var semaphore = new BatchSemaphore(4);
    var waiting = new ArrayList<Request>();
    int held = 0;
    for (int step = 0; step < 2_000; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          var request = new Request(semaphore, random.nextInt(4));
          if (request.poll() == Outcome.ACQUIRED) {
            held += request.wanted;
            assertThat(request.wanted == 0 || waiting.stream().allMatch(w -> w.wakes.get() > 0)).isTrue();
          } else {
            waiting.add(request);
          }
        }
        case 2 -> {
          int permits = held == 0 ? 0 : random.nextInt(held) + 1;
          held -= permits;
          semaphore.release(permits);
        }
        default -> {
          if (!waiting.isEmpty()) {
            waiting.remove(random.nextInt(waiting.size())).drop();
          }
        }
      }
      held += takeGranted(waiting);
    }
    waiting.forEach(Request::drop);
    semaphore.release(held);
    assertThat(semaphore.permits()).as("seed %d", seed).isEqualTo(4);
  }

  private static int takeGranted(List<Request> waiting) {
    int taken = 0;
    boolean stillWaiting = false;
    for (var request : List.copyOf(waiting)) {
      if (request.wakes.get() > 0) {
        assertThat(stillWaiting).as("served before an older request").isFalse();
        assertThat(request.poll()).isEqualTo(Outcome.ACQUIRED);
        taken += request.wanted;
        waiting.remove(request);
      } else {
        stillWaiting = true;
      }
    }
    return taken;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the other thread waits for the lock", e);
    }
  }

  private static final class Request {
    final int wanted;
    final AtomicInteger wakes = new AtomicInteger();
    private final Acquire acquire;
    private final Runnable onWake;

    Request(BatchSemaphore semaphore, int wanted) {
      this(semaphore, wanted, () -> {});
    }

    Request(BatchSemaphore semaphore, int wanted, Runnable onWake) {
      this.wanted = wanted;
      this.acquire = semaphore.acquire(wanted);
      this.onWake = onWake;
    }

    Outcome poll() {
      return acquire.poll(() -> this::woken);
    }

    void drop() {
      acquire.drop();
    }

    private void woken() {
      wakes.incrementAndGet();
      onWake.run();
    }
  }
}
