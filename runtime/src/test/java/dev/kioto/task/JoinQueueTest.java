package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JoinQueueTest {
  private final Runtime runtime = Runtime.builder().workerThreads(2).build();
  private final JoinQueue<Integer> queue = new JoinQueue<>(runtime.task());
  private final List<Manual<Integer>> gates = new ArrayList<>();
  private final List<AbortHandle> tasks = new ArrayList<>();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private void hold(int count) {
    for (int i = 0; i < count; i++) {
      gates.add(new Manual<>());
      tasks.add(queue.spawn(gates.getLast()));
    }
  }

  private void end(int index) {
    await().until(() -> gates.get(index).polls() > 0);
    gates.get(index).complete(index);
    await().until(tasks.get(index)::isFinished);
  }

  private int next() {
    return Objects.requireNonNull(queue.joinNext().await(), "the queue was empty").value();
  }

  @Test
  void joinNext_whateverTheOrderOfTheEnds_isInThatOfTheSpawns() {
    hold(3);
    end(2);
    end(0);
    assertThat(next()).isZero();
    assertThat(queue.tryJoinNext()).isNull();
    end(1);

    assertThat(queue.joinNext().await()).isEqualTo(new Joined<>(tasks.get(1).id(), 1));
    assertThat(next()).isEqualTo(2);
    assertThat(queue.joinNext().await()).isNull();
  }

  @Test
  void joinNext_isWokenByTheOldestAlone() {
    hold(3);
    var next = HandPolled.of(queue.joinNext());
    assertThat(next.isReady()).isFalse();
    end(2);
    end(1);
    assertThat(next.wakes()).isZero();
    end(0);

    await().until(() -> next.wakes() == 1);
    assertThat(next.value()).isEqualTo(new Joined<>(tasks.getFirst().id(), 0));
  }

  @Test
  void joinNext_dropped_losesNothingAndIsNotWoken() {
    hold(1);
    var dropped = HandPolled.of(queue.joinNext());
    assertThat(dropped.isReady()).isFalse();
    dropped.drop();
    end(0);

    assertThat(next()).isZero();
    assertThat(dropped.wakes()).isZero();
  }

  @Test
  void joinNext_whenTheOldestWasJoinedOtherwise_goesOnWithTheNext() {
    hold(2);
    var waiting = HandPolled.of(queue.joinNext());
    assertThat(waiting.isReady()).isFalse();
    end(0);
    assertThat(queue.tryJoinNext()).isNotNull();
    assertThat(waiting.isReady()).isFalse();
    end(1);

    assertThat(waiting.value()).isEqualTo(new Joined<>(tasks.get(1).id(), 1));
  }

  @Test
  void joinNext_ofAMemberThatFails_throwsItOnceAndTheQueueGoesOn() {
    queue.spawn(Futures.failed(new IllegalStateException("odd")));
    queue.spawn(() -> 2);

    assertThatThrownBy(queue.joinNext()::await).isInstanceOf(JoinException.class).hasRootCauseMessage("odd");
    assertThat(next()).isEqualTo(2);
  }

  @Test
  void tryJoinNext_ofAFailedOldest_throwsIt() {
    var task = queue.add(runtime.spawn(Futures.failed(new IllegalStateException("odd"))));
    await().until(task::isFinished);

    assertThatThrownBy(queue::tryJoinNext).isInstanceOf(JoinException.class);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.tryJoinNext()).isNull();
  }

  @Test
  void abortedMember_isJoinedAsCancelledInItsTurn() {
    hold(2);
    tasks.get(1).abort();
    end(0);

    assertThat(next()).isZero();
    assertThat(catchThrowableOfType(JoinException.class, this::next).isCancelled()).isTrue();
  }

  @Test
  void joinAll_givesTheValuesInTheOrderOfTheSpawns() {
    for (int i = 0; i < 1_000; i++) {
      int n = i;
      queue.spawn(i % 2 == 0 ? Futures.ready(n) : Futures.map(Task.yieldNow(), _ -> n));
    }

    assertThat(runtime.spawn(queue.joinAll()).await()).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    assertThat(queue.joinAll().await()).isEmpty();
  }

  @Test
  void joinAll_withAMemberThatFails_throwsItAndAbortsTheOthers() {
    queue.spawn(Futures.failed(new IllegalStateException("odd")));
    hold(2);

    assertThatThrownBy(queue.joinAll()::await).isInstanceOf(JoinException.class);
    assertThat(queue.isEmpty()).isTrue();
    await().until(() -> tasks.stream().allMatch(AbortHandle::isFinished));
  }

  @Test
  void joinAll_dropped_abortsAll() {
    hold(2);
    var all = HandPolled.of(queue.joinAll());
    assertThat(all.isReady()).isFalse();
    all.drop();

    assertThat(queue.isEmpty()).isTrue();
    await().until(() -> tasks.stream().allMatch(AbortHandle::isFinished));
  }

  @Test
  void joinAll_afterTheOldestWasJoinedOtherwise_keepsTheRest() {
    hold(2);
    var all = HandPolled.of(queue.joinAll());
    assertThat(all.isReady()).isFalse();
    end(0);
    assertThat(queue.tryJoinNext()).isNotNull();
    assertThat(all.isReady()).isFalse();
    assertThat(queue.length()).isEqualTo(1);
    end(1);

    assertThat(all.value()).containsExactly(1);
  }

  @Test
  void shutdown_abortsAllAndWaits() {
    hold(3);
    queue.shutdown().await();

    assertThat(tasks).allMatch(AbortHandle::isFinished);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void detachAll_letsTheMembersRunOn() {
    hold(1);
    queue.detachAll();
    assertThat(queue.isEmpty()).isTrue();
    end(0);

    assertThat(gates.getFirst().drops()).isZero();
  }

  @Test
  void close_abortsAllAndTakesNoMore() {
    hold(2);
    queue.close();
    queue.close();

    assertThat(queue.joinNext().await()).isNull();
    await().until(() -> tasks.stream().allMatch(AbortHandle::isFinished));
    assertThatIllegalStateException().isThrownBy(() -> queue.spawn(() -> 1)).withMessageContaining("JoinQueue");
  }

  @Test
  void describe_namesTheOldest() {
    hold(2);
    var next = queue.joinNext();
    assertThat(HandPolled.of(next).isReady()).isFalse();

    assertThat(AwaitTrace.of(next).awaits()).singleElement()
        .matches(node -> node.taskId() == tasks.getFirst().id());
  }
}
