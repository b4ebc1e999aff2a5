package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BarrierTest {

  private static HandPolled<BarrierWaitResult> waiting(Barrier barrier) {
    var wait = HandPolled.of(barrier.waitForAll());
    assertThat(wait.isReady()).isFalse();
    return wait;
  }

  @Test
  void waitForAll_sizeZero_isTakenAsOne() {
    var barrier = new Barrier(0);

    for (int round = 0; round < 2; round++) {
      assertThat(HandPolled.of(barrier.waitForAll()).value().isLeader()).isTrue();
    }
  }

  @Test
  void waitForAll_sizeOne_neverWaits() {
    var barrier = new Barrier(1);

    for (int round = 0; round < 3; round++) {
      assertThat(barrier.waitForAll().await().isLeader()).isTrue();
    }
  }

  @Test
  void waitForAll_two_theLastToArriveLeads() {
    var barrier = new Barrier(2);
    var first = waiting(barrier);

    var last = HandPolled.of(barrier.waitForAll());

    assertThat(last.value().isLeader()).isTrue();
    assertThat(first.wakes()).isEqualTo(1);
    assertThat(first.value().isLeader()).isFalse();
  }

  @Test
  void waitForAll_manyRounds_haveOneLeaderEach() {
    var barrier = new Barrier(100);
    for (int round = 0; round < 10; round++) {
      var waits = new ArrayList<HandPolled<BarrierWaitResult>>();
      for (int i = 0; i < 99; i++) {
        waits.add(waiting(barrier));
      }
      assertThat(HandPolled.of(barrier.waitForAll()).value().isLeader()).isTrue();
      for (var wait : waits) {
        assertThat(wait.value().isLeader()).isFalse();
      }
    }
  }

  @Test
  void waitForAll_polledAgainWithoutNeed_arrivesOnce() {
    var barrier = new Barrier(3);
    var first = waiting(barrier);
    assertThat(first.isReady()).isFalse();

    var second = waiting(barrier);
    assertThat(first.isReady()).isFalse();
    assertThat(HandPolled.of(barrier.waitForAll()).value().isLeader()).isTrue();

    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void waitForAll_nextRoundBeforeTheLastIsSeen_keepsThemApart() {
    var barrier = new Barrier(2);
    var first = waiting(barrier);
    HandPolled.of(barrier.waitForAll()).value();
    var ofNextRound = waiting(barrier);

    assertThat(first.isReady()).isTrue();
    assertThat(ofNextRound.isReady()).isFalse();
  }

  @Test
  void drop_beforePoll_hasNotArrived() {
    var barrier = new Barrier(2);
    HandPolled.of(barrier.waitForAll()).drop();

    waiting(barrier);
  }

  @Test
  void drop_whileWaiting_hasArrivedAllTheSame() {
    var barrier = new Barrier(2);
    var gone = waiting(barrier);

    gone.drop();

    assertThat(HandPolled.of(barrier.waitForAll()).value().isLeader()).isTrue();
    assertThat(gone.wakes()).isZero();
    waiting(barrier); // the next round is a whole one
  }

  @Test
  void size_negative_isRefused() {
    assertThatThrownBy(() -> new Barrier(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
  }

  @Test
  void waitForAll_polledAfterItWasOver_isAnError() {
    var over = HandPolled.of(new Barrier(1).waitForAll());
    over.value();

    assertThatThrownBy(over::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("Barrier::wait");
  }

  @Test
  void waitForAll_threadsInManyRounds_nobodyIsARoundAhead() throws Exception {
    int rounds = 500;
    int size = 4;
    var barrier = new Barrier(size);
    var arrived = new AtomicInteger();
    var leaders = new AtomicInteger();
    var done = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < size; t++) {
        done.add(threads.submit(() -> {
          for (int round = 1; round <= rounds; round++) {
            arrived.incrementAndGet();
            if (barrier.waitForAll().await().isLeader()) {
              leaders.incrementAndGet();
            }
            assertThat(arrived.get()).isBetween(round * size, (round + 1) * size - 1);
          }
        }));
      }
    }
    for (var thread : done) {
      thread.get(10, TimeUnit.SECONDS);
    }

    assertThat(leaders).hasValue(rounds);
  }
}
