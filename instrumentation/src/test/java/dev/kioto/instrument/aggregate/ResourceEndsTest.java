package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.TaskOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The ends of resources and operations, and what is told of those that nobody heard of.
final class ResourceEndsTest extends ResourceBooksSetting {

  // Ends.

  @Test
  void resource_ended_isToldOnceAndVanishesAfterTheRetention() {
    var subscription = subscribe();
    at(10);
    created(1);
    subscription.next(100);
    at(50).resourceEnded(1);

    assertThat(onlyResource(subscription.next(100)).endedAt()).isEqualTo(50);
    settle();
    assertThat(onlyResource(subscribe().next(100)).endedAt()).isEqualTo(50);
    at(61 * SECOND);
    settle();
    assertThat(subscribe().next(100).resources()).isEmpty();
    assertThat(subscription.next(100).resources()).isEmpty();
    assertThat(aggregator.counts().resources()).isZero();
  }

  @Test
  void timer_ended_isToldToThoseWhoKnowItAlone() {
    var subscription = subscribe();
    probe.resourceCreated(new TestResource(1).kind(ResourceKind.TIMER));
    subscription.next(100);
    probe.resourceEnded(1);
    settle();

    assertThat(onlyResource(subscription.next(100)).endedAt()).isNotEqualTo(TaskSnapshot.ABSENT);
    assertThat(subscribe().next(100).resources()).isEmpty();
    assertThat(aggregator.counts().resources()).isZero();
  }

  @Test
  void operations_waitedForLong_areKeptForNewcomers() {
    created(1);
    at(1 * SECOND);
    var brief = waiting(1, 1, 3);
    var lengthy = waiting(2, 1, 4);
    aggregator.pass();
    at(1 * SECOND + 50 * MILLI);
    over(brief, true);
    at(1 * SECOND + 150 * MILLI);
    over(lengthy, true);
    settle();

    assertThat(onlyOperation(subscribe().next(100)).id()).isEqualTo(2);
    assertThat(aggregator.counts().operations()).isEqualTo(1);
  }

  @Test
  void hundredThousandOperations_overOrKnown_growNothing() {
    var subscription = subscribe();
    created(1);
    for (int id = 1; id <= 100_000; id++) {
      time.addAndGet(MILLI);
      if (id % 2 == 0) {
        atOnce(id, 1, 3);
      } else {
        var operation = waiting(id, 1, 3);
        if (id % 11 == 0) {
          aggregator.pass(); // it is seen going on
        }
        over(operation, true);
      }
      if (id % 1000 == 0) {
        aggregator.pass();
      }
      if (id % 10_000 == 0) {
        subscription.next(100_000);
      }
    }
    settle();

    assertThat(aggregator.counts().operations()).isZero();
    assertThat(aggregator.counts().resources()).isEqualTo(1);
    assertThat(onlyResource(subscribe().next(100)).totals().operations()).isEqualTo(100_000);
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void slowSubscriber_operationForgottenMeanwhile_hearsOfItsEnd() {
    var subscription = subscribe();
    created(1);
    var operation = waiting(5, 1, 8);
    subscription.next(100);
    over(operation, true);
    settle();

    assertThat(onlyOperation(subscription.next(100)).endedAt()).isNotEqualTo(TaskSnapshot.ABSENT);
  }

  // Losses.

  @Test
  void operation_startNeverCame_isCounted() {
    var subscription = subscribe();
    created(1);
    probe.operationPolled(5, true);
    probe.operationEnded(5, true);
    settle();

    var batch = subscription.next(100);

    assertThat(batch.operations()).isEmpty();
    assertThat(batch.lost()).isEqualTo(new LostEvents(0, 0, 2));
    assertThat(aggregator.counts().operations()).isZero();
  }

  @Test
  void creationsAndEnds_lost_areFoundByAsking() {
    var small = new Recorder(2, time::get);
    var watcher = new Aggregator(small, Duration.ofSeconds(60), 5);
    var subscription = watcher.subscribe();
    var channel = small.openThread("test");
    var gone = new TestResource(1);
    channel.resourceCreated(gone);
    watcher.pass();
    for (int i = 0; i < 10; i++) {
      channel.taskEnded(1000 + i, TaskOutcome.COMPLETED);
    }
    channel.resourceEnded(1); // the ring is full
    var unseen = new TestResource(2);
    var operation = new TestOperation(5, 2, 8);
    operation.waiting = true;
    var runtime = new TestRuntime();
    runtime.resources.add(unseen);
    runtime.operations.add(operation);
    small.runtimeStarted(runtime);
    gone.over = true;
    time.set(5 * SECOND);
    watcher.pass();
    if (subscription == null) {
      throw new AssertionError("no subscription");
    }

    var batch = subscription.next(100);

    assertThat(batch.resources()).extracting(c -> c.of().id()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(batch.resources()).extracting(c -> c.of().endedAt())
        .containsExactlyInAnyOrder(5 * SECOND, TaskSnapshot.ABSENT);
    assertThat(onlyOperation(batch).isWaiting()).isTrue();

    operation.waiting = false;
    operation.over = true;
    for (int i = 0; i < 10; i++) {
      channel.taskEnded(1000 + i, TaskOutcome.COMPLETED);
    }
    time.set(10 * SECOND);
    watcher.pass();

    assertThat(onlyOperation(subscription.next(100)).endedAt()).isEqualTo(10 * SECOND);
  }

  @Test
  void polls_moreThanASubscriberIsToldOf_areCounted() {
    var subscription = subscribe();
    created(1);
    for (int id = 1; id <= 3000; id++) {
      atOnce(id, 1, 3);
    }

    var batch = subscription.next(100);

    assertThat(batch.polls()).hasSize(1024)
        .contains(new PollOperation(1, 0, "Mutex::lock", 3, true));
    assertThat(aggregator.counts().untoldPolls()).isEqualTo(3000 - 1024);
    assertThat(subscription.next(100).polls()).isEmpty();
  }
}
