package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/// The cooperative budget: 128 units a poll, on one worker and on the calling thread.
@Timeout(60)
@ParameterizedClass
@ValueSource(booleans = {true, false})
final class BudgetTest {
  private static final int BUDGET = 128;

  private final Runtime runtime;

  BudgetTest(boolean multiThread) {
    var builder = Runtime.builder().enableAll().workerThreads(1);
    runtime = (multiThread ? builder.multiThread() : builder.currentThread()).build();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  /// Polls a handle that is ready as often as its budget allows, and counts how often in each poll.
  private static final class Greedy implements Future<Integer> {
    private final JoinHandle<Integer> ready;
    private final int wanted;
    private int joined;
    private int polls;

    Greedy(JoinHandle<Integer> ready, int wanted) {
      this.ready = ready;
      this.wanted = wanted;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      polls++;
      while (joined < wanted) {
        if (!ready.poll(cx).isReady()) {
          return Poll.pending();
        }
        joined++;
      }
      return Poll.ready(polls);
    }
  }

  private JoinHandle<Integer> finished() {
    var handle = runtime.spawn(Futures.ready(1));
    runtime.blockOn(handle);
    return handle;
  }

  @Test
  void poll_moreReadyFuturesThanBudget_givesWayEach128() {
    var ready = finished();
    int polls = runtime.blockOn(runtime.spawn(new Greedy(ready, 10 * BUDGET)));

    assertThat(polls).isEqualTo(10);
    assertThat(runtime.metrics().budgetForcedYieldCount()).isEqualTo(9);
  }

  @Test
  void unconstrained_moreReadyFuturesThanBudget_isOnePoll() {
    var ready = finished();
    int polls = runtime.blockOn(runtime.spawn(Task.unconstrained(new Greedy(ready, 10 * BUDGET))));

    assertThat(polls).isEqualTo(1);
    assertThat(runtime.metrics().budgetForcedYieldCount()).isZero();
  }

  @Test
  void cooperative_futureThatIsAlwaysReady_takesAUnitEachTime() {
    int polls = runtime.blockOn(runtime.spawn(new Future<Integer>() {
      private int polls;
      private int taken;

      @Override
      public Poll<Integer> poll(Context cx) {
        polls++;
        while (taken < 10 * BUDGET) {
          if (!Task.cooperative(Futures.ready(1)).poll(cx).isReady()) {
            return Poll.pending();
          }
          taken++;
        }
        return Poll.ready(polls);
      }
    }));

    assertThat(polls).isEqualTo(10);
  }

  @Test
  void cooperative_futureThatIsPending_takesNothing() {
    var pending = Task.cooperative(Futures.<Integer>pending());
    int polls = runtime.blockOn(runtime.spawn((Context cx) -> {
      for (int i = 0; i < 10 * BUDGET; i++) {
        assertThat(pending.poll(cx).isReady()).isFalse();
      }
      return Poll.ready(cx.hasBudget() ? 1 : 0);
    }));

    assertThat(polls).isEqualTo(1);
  }

  @Test
  void pendingFuture_polledOften_takesNothingFromTheBudget() {
    var gate = new AtomicInteger();
    var never = runtime.spawn(Futures.<Integer>pending());
    var ready = finished();
    int polls = runtime.blockOn(runtime.spawn((Context cx) -> {
      gate.incrementAndGet();
      for (int i = 0; i < 10 * BUDGET; i++) {
        assertThat(never.poll(cx).isReady()).isFalse();
      }
      assertThat(ready.poll(cx).isReady()).isTrue();
      return Poll.ready(gate.get());
    }));

    assertThat(polls).isEqualTo(1);
    never.abort();
  }

  @Test
  void await_inADirectTaskThatIsAlwaysReady_letsOthersRun() {
    var ready = finished();
    var others = new AtomicInteger();
    int before = runtime.blockOn(runtime.spawn(() -> {
      Task.spawn((Context _) -> Poll.ready(others.incrementAndGet()));
      int awaits = 0;
      while (others.get() == 0) {
        ready.await();
        awaits++;
      }
      return awaits;
    }));

    assertThat(before).isBetween(1, BUDGET + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void consumeBudget_inALoop_letsOthersRun(boolean direct) {
    var others = new AtomicInteger();
    if (direct) {
      runtime.blockOn(runtime.spawn(() -> {
        Task.spawn((Context _) -> Poll.ready(others.incrementAndGet()));
        while (others.get() == 0) {
          Task.consumeBudget().await();
        }
        return 0;
      }));
    } else {
      runtime.blockOn(runtime.spawn(new Future<Integer>() {
        private boolean spawned;

        @Override
        public Poll<Integer> poll(Context cx) {
          if (!spawned) {
            spawned = true;
            Task.spawn((Context _) -> Poll.ready(others.incrementAndGet()));
          }
          while (others.get() == 0) {
            if (!Task.consumeBudget().poll(cx).isReady()) {
              return Poll.pending();
            }
          }
          return Poll.ready(0);
        }
      }));
    }
    assertThat(others).hasValue(1);
  }

  @Test
  void blockOn_rootThatIsAlwaysReady_letsTasksRun() throws InterruptedException {
    var ready = finished();
    var ran = new CountDownLatch(1);
    runtime.spawn((Context _) -> {
      ran.countDown();
      return Poll.ready(0);
    });
    runtime.blockOn((Context cx) -> {
      while (ran.getCount() > 0) {
        if (!ready.poll(cx).isReady()) {
          return Poll.pending();
        }
      }
      return Poll.ready(0);
    });

    assertThat(ran.getCount()).isZero();
  }
}
