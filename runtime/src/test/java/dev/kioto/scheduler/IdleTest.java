package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class IdleTest {
  private static final int ROUNDS = 20_000;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void leave_whileTheOnlySleeperIsReserved_leavesTheReservationItsBit() throws Exception {
    var barrier = new CyclicBarrier(2);
    try (var executor = Executors.newSingleThreadExecutor(IdleTest::daemon)) {
      for (int i = 0; i < ROUNDS; i++) {
        var idle = new Idle(1);
        idle.park(0, false);
        var left = executor.submit(() -> {
          barrier.await();
          return idle.leave(0); // and parks no more: whoever waited for that would wait for ever
        });
        barrier.await();
        int reserved = idle.workerToNotify();

        // Either the worker got up by itself, or it was picked: never both, never neither.
        assertThat(reserved).isEqualTo(left.get() ? Idle.NONE : 0);
        assertThat(idle.isParked(0)).isFalse();
      }
    }
  }

  @Test
  void workerToNotify_allAwake_isNone() {
    assertThat(new Idle(4).workerToNotify()).isEqualTo(Idle.NONE);
  }

  @Test
  void workerToNotify_oneSearches_isNone() {
    var idle = new Idle(2);
    idle.park(1, false);
    assertThat(idle.startSearching()).isTrue();

    assertThat(idle.workerToNotify()).isEqualTo(Idle.NONE);
    assertThat(idle.stopSearching()).isTrue();
    assertThat(idle.workerToNotify()).isEqualTo(1);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "idle-test");
    thread.setDaemon(true);
    return thread;
  }
}
