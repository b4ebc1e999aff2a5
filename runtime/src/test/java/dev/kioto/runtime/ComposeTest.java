package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.FuturesUnordered;
import dev.kioto.future.Manual;
import dev.kioto.future.Select;
import dev.kioto.future.Tuple;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.JoinException;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Several futures at once, in tasks of every kind of runtime.
@Timeout(60)
@ParameterizedClass
@EnumSource(Setup.class)
final class ComposeTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(5);

  private final Runtime runtime;

  ComposeTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static <T> Future<T> after(Duration delay, T value) {
    return Futures.map(Time.sleep(delay), _ -> value);
  }

  @Test
  void join_inTasksOfBothKinds_waitsForAll() {
    var future = runtime.spawn(Futures.join(after(SHORT, 1), after(SHORT, "x")));
    var direct = runtime.spawn(() -> Futures.join(after(SHORT, 2), Task.spawn(() -> "y")).await());

    assertThat(future.await()).isEqualTo(new Tuple.Two<>(1, "x"));
    assertThat(direct.await()).isEqualTo(new Tuple.Two<>(2, "y"));
  }

  @Test
  void joinOfMany_tasksAndFutures_givesAllInTheirOrder() {
    var all = runtime.spawn(() -> Futures.all(IntStream.range(0, 500)
        .<Future<Integer>>mapToObj(i -> i % 2 == 0 ? Task.spawn(() -> i) : Futures.map(Task.yieldNow(), _ -> i))
        .toList()).await());

    assertThat(all.await()).isEqualTo(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void futuresUnordered_inATask_givesWhatIsReadyFirst() {
    var order = runtime.spawn(() -> {
      var got = new ArrayList<Integer>();
      try (var set = new FuturesUnordered<Integer>()) {
        set.push(after(Duration.ofMillis(60), 3));
        set.push(after(SHORT, 1));
        set.push(Futures.then(Time.sleep(Duration.ofMillis(30)), _ -> Task.spawn(() -> 2)));
        for (var next = set.next().await(); next != null; next = set.next().await()) {
          got.add(next);
        }
      }
      return got;
    });

    assertThat(order.await()).containsExactly(1, 2, 3);
  }

  @Test
  void select_inALoop_handlesMessagesUntilItsKeptFutureIsReady() {
    Mpsc.Channel<Integer> channel = Mpsc.channel(4);
    var stop = new Manual<String>();
    var loop = runtime.spawn(() -> {
      int sum = 0;
      try (var stopping = Futures.keep(stop)) {
        while (true) {
          int got = Select.<Integer>of().biased().on(channel.receiver().recv(), m -> m == null ? -2 : m)
              .on(stopping, _ -> -1).await();
          if (got < 0) {
            return sum;
          }
          sum += got;
        }
      }
    });
    for (int i = 1; i <= 100; i++) {
      channel.sender().send(i).await();
    }
    stop.complete("now");

    assertThat(loop.await()).isEqualTo(5050);
  }

  @Test
  void race_ofTimers_givesTheFirstAndEnds() {
    assertThat(runtime.spawn(Futures.race(after(LONG, 1), after(SHORT, 2))).await()).isEqualTo(2);
  }

  @Test
  void abort_ofATaskInACombinator_dropsEveryBranchOnce() {
    var branches = IntStream.range(0, 6).mapToObj(_ -> new Manual<Integer>()).toList();
    var future = runtime.spawn(Futures.join(branches.get(0), Futures.race(branches.get(1), branches.get(2))));
    var direct = runtime.spawn(() -> Futures.all(List.of(branches.get(3), branches.get(4), branches.get(5))).await());
    await().until(() -> branches.stream().allMatch(branch -> branch.polls() > 0));
    future.abort();
    direct.abort();

    for (var task : List.of(future, direct)) {
      assertThatThrownBy(task::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.isCancelled()).isTrue());
    }
    assertThat(branches).allMatch(branch -> branch.drops() == 1);
  }

  @Test
  void tryJoin_withATaskThatFails_failsAndTheOtherTaskRunsOn() {
    var gate = new Manual<Integer>();
    var other = runtime.spawn(gate);
    var failing = runtime.spawn(() -> {
      throw new IllegalStateException("odd");
    });

    assertThatThrownBy(Futures.tryJoin(other, failing)::await).isInstanceOf(JoinException.class)
        .hasRootCauseMessage("odd");
    gate.complete(1);
    assertThat(other.await()).isEqualTo(1);
  }
}
