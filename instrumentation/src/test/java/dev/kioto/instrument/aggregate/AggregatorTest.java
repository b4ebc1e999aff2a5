package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.EventKind;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.ThreadProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AggregatorTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong time = new AtomicLong(1000);
  private final Recorder recorder = new Recorder(1024, time::get);
  private final Aggregator aggregator = new Aggregator(recorder, Duration.ofSeconds(60), 5);
  private ThreadProbe probe;

  @BeforeEach
  void openThread() {
    probe = recorder.openThread("test");
  }

  private ThreadProbe at(long nanos) {
    time.set(nanos);
    return probe;
  }

  private void poll(long id, long start, long end, int wakers) {
    at(start).pollStarted(id, start, false);
    at(end).pollEnded(id, wakers);
  }

  private Subscription subscribe() {
    var subscription = aggregator.subscribe();
    if (subscription == null) {
      throw new AssertionError("no subscription left");
    }
    return subscription;
  }

  private static List<Long> ids(Batch batch) {
    return batch.tasks().stream().map(c -> c.of().info().id()).toList();
  }

  private TaskSnapshot only(Subscription subscription) {
    var changes = subscription.next(100).tasks();
    assertThat(changes).hasSize(1);
    return changes.get(0).of();
  }

  // Wakers.

  @Test
  void wakers_takenInALaterPoll_replaceTheEarlierOnes() {
    var subscription = subscribe();
    at(1).taskSpawned(new FakeTask(1));
    poll(1, 2, 3, 2);
    poll(1, 4, 5, 1);

    var task = only(subscription);

    assertThat(task.wakerClones()).isEqualTo(3);
    assertThat(task.wakerDrops()).isEqualTo(2);
  }

  @Test
  void wakers_noneTakenInALaterPoll_stay() {
    var subscription = subscribe();
    at(1).taskSpawned(new FakeTask(1));
    poll(1, 2, 3, 2);
    poll(1, 4, 5, 0);

    var task = only(subscription);

    assertThat(task.wakerClones() - task.wakerDrops()).isEqualTo(2);
  }

  @Test
  void wakers_taskEnded_areAllDropped() {
    var subscription = subscribe();
    at(1).taskSpawned(new FakeTask(1));
    poll(1, 2, 3, 2);
    at(4).taskEnded(1, TaskOutcome.COMPLETED);

    var task = only(subscription);

    assertThat(task.wakerDrops()).isEqualTo(task.wakerClones()).isEqualTo(2);
  }

  // Order.

  /// The events of one task's life on three threads, drained in every order of the threads.
  @Test
  void totals_eventsOfThreadsInAnyOrder_areTheSame() {
    var orders = List.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1),
        List.of(2, 1, 0));
    var results = new ArrayList<TaskSnapshot>();
    for (var order : orders) {
      results.add(lifeDrainedIn(order));
    }

    assertThat(results).allSatisfy(r -> assertThat(r).isEqualTo(results.get(0)));
    assertThat(results.get(0)).satisfies(task -> {
      assertThat(task.polls()).isEqualTo(3);
      assertThat(task.firstPoll()).isEqualTo(20);
      assertThat(task.lastPollStarted()).isEqualTo(60);
      assertThat(task.lastPollEnded()).isEqualTo(66);
      assertThat(task.busyNanos()).isEqualTo(5 + 4 + 6);
      assertThat(task.scheduledNanos()).isEqualTo(10 + 5 + 5);
      assertThat(task.lastWake()).isEqualTo(55);
      assertThat(task.lastWokenBy()).isEqualTo(8);
      assertThat(task.wakes()).isEqualTo(2);
      assertThat(task.wakerClones()).isEqualTo(6);
      assertThat(task.endedAt()).isEqualTo(66);
    });
  }

  private TaskSnapshot lifeDrainedIn(List<Integer> order) {
    var info = new FakeTask(1);
    var book = new TaskBook(Long.MAX_VALUE, Bounds.DEFAULT);
    List<Runnable> threads = List.of(
        () -> {
          book.spawned(info, 10);
          book.polled(1, 35, 40, 44, 2);
        },
        () -> {
          book.polled(1, 10, 20, 25, 1);
          book.woken(1, 8, 55);
        },
        () -> {
          book.woken(1, 7, 35);
          book.polled(1, 55, 60, 66, 3);
          book.ended(1, TaskOutcome.COMPLETED, 66);
        });
    order.forEach(i -> threads.get(i).run());
    book.passed(70);
    var entry = book.find(1);
    if (entry == null) {
      throw new AssertionError("the task is unknown");
    }
    // The name of the type and the like are those of one view: comparable.
    return entry.snapshot();
  }

  @Test
  void spawn_neverComes_eventsAreCountedAsLostAndLeaveNoTask() {
    at(1).taskWoken(99, 0);
    poll(99, 2, 3, 1);

    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }

    assertThat(aggregator.counts().tasks()).isZero();
    assertThat(aggregator.counts().strayEvents()).isEqualTo(2);
    assertThat(aggregator.counts().lostEvents()).isEqualTo(2);
    assertThat(aggregator.find(99)).isNull();
  }

  @Test
  void spawn_comesOnePassLate_makesTheTaskWhole() {
    var other = recorder.openThread("other");
    poll(1, 5, 6, 1);
    aggregator.pass();
    time.set(4);
    other.taskSpawned(new FakeTask(1));
    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }

    var task = only(subscribe());

    assertThat(task.polls()).isEqualTo(1);
    assertThat(task.createdAt()).isEqualTo(4);
    assertThat(aggregator.counts().strayEvents()).isZero();
  }

  // Losses.

  /// Makes the probe's ring lose whatever comes until the next pass.
  private Recorder tiny() {
    return new Recorder(2, time::get);
  }

  @Test
  void end_lost_isFoundByAskingTheTask() {
    var small = tiny();
    var watcher = new Aggregator(small, Duration.ofSeconds(60), 5);
    var channel = small.openThread("test");
    var task = new FakeTask(1).phase(TaskPhase.RUNNING);
    channel.taskSpawned(task);
    watcher.pass();
    channel.taskWoken(1, 0);
    channel.taskWoken(1, 0);
    task.phase(TaskPhase.ENDED);
    channel.taskEnded(1, TaskOutcome.COMPLETED);
    time.set(5 * SECOND);

    watcher.pass();

    assertThat(small.counts().lost(EventKind.END)).isEqualTo(1);
    assertThat(watcher.counts().foundEnds()).isEqualTo(1);
    assertThat(watcher.counts().ended()).isEqualTo(1);
  }

  @Test
  void poll_lost_makesNoFalseStateOrLostWaker() {
    var small = tiny();
    var watcher = new Aggregator(small, Duration.ofSeconds(60), 5);
    var subscription = watcher.subscribe();
    var channel = small.openThread("test");
    var task = new FakeTask(1).phase(TaskPhase.SCHEDULED);
    channel.taskSpawned(task);
    watcher.pass();
    time.set(2000);
    channel.taskWoken(1, 0);
    channel.taskWoken(1, 0);
    channel.pollStarted(1, 2000, false);
    channel.pollEnded(1, 1);
    task.phase(TaskPhase.IDLE);
    time.set(5 * SECOND);
    watcher.pass();
    if (subscription == null) {
      throw new AssertionError("no subscription");
    }

    var snapshot = only(subscription);

    assertThat(small.counts().lost(EventKind.POLL)).isEqualTo(1);
    assertThat(snapshot.lastPollStarted()).isEqualTo(snapshot.lastWake());
    assertThat(snapshot.wakerClones() - snapshot.wakerDrops()).isEqualTo(1);
    assertThat(snapshot.polls()).isZero();
  }

  @Test
  void wake_recordedBehindThePollThatAnsweredIt_looksIdleAsTheTaskIs() {
    var subscription = subscribe();
    at(10).taskSpawned(new FakeTask(1).phase(TaskPhase.IDLE));
    poll(1, 20, 30, 1);
    // A direct task that is unparked before it parks: the permit is used up inside the poll.
    at(25).taskWoken(1, 0);

    var task = only(subscription);

    assertThat(task.lastWake()).isLessThanOrEqualTo(task.lastPollStarted());
    assertThat(task.lastPollEnded()).isGreaterThanOrEqualTo(task.lastPollStarted());
  }

  // Running polls.

  @Test
  void poll_runs_countsOnceBeforeAndAfterItsEnd() {
    var subscription = subscribe();
    at(10).taskSpawned(new FakeTask(1));
    at(20).pollStarted(1, 10, false);

    var running = only(subscription);
    at(50).pollEnded(1, 0);
    var idle = only(subscription);

    assertThat(running.polls()).isEqualTo(1);
    assertThat(running.lastPollStarted()).isEqualTo(20);
    assertThat(running.lastPollEnded()).isEqualTo(TaskSnapshot.ABSENT);
    assertThat(running.busyNanos()).isZero();
    assertThat(idle.polls()).isEqualTo(1);
    assertThat(idle.firstPoll()).isEqualTo(20);
    assertThat(idle.lastPollEnded()).isEqualTo(50);
    assertThat(idle.busyNanos()).isEqualTo(30);
  }

  @Test
  void poll_runsOn_isNoChange() {
    var subscription = subscribe();
    at(10).taskSpawned(new FakeTask(1));
    at(20).pollStarted(1, 10, false);
    subscription.next(10);

    assertThat(subscription.next(10).tasks()).isEmpty();
  }

  // Retention.

  @Test
  void endedTasks_moreThanRetained_goOldestFirst() {
    for (int id = 1; id <= 8; id++) {
      at(id).taskSpawned(new FakeTask(id));
      at(100 + id).taskEnded(id, TaskOutcome.COMPLETED);
    }
    for (int i = 0; i < 3; i++) {
      aggregator.pass();
    }

    assertThat(ids(subscribe().next(100))).containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L);
    assertThat(aggregator.counts().forgotten()).isEqualTo(3);
  }

  @Test
  void endedTasks_longerThanRetention_go() {
    at(1).taskSpawned(new FakeTask(1));
    at(2).taskEnded(1, TaskOutcome.COMPLETED);
    at(3).taskSpawned(new FakeTask(2));
    for (int i = 0; i < 3; i++) {
      aggregator.pass();
    }
    assertThat(aggregator.counts().tasks()).isEqualTo(2);

    time.set(61 * SECOND);
    aggregator.pass();

    assertThat(ids(subscribe().next(100))).containsExactly(2L);
  }

  // Subscriptions.

  @Test
  void next_nothingChanged_isEmpty() {
    var subscription = subscribe();
    at(1).taskSpawned(new FakeTask(1));
    subscription.next(10);

    var batch = subscription.next(10);

    assertThat(batch.tasks()).isEmpty();
    assertThat(batch.more()).isFalse();
  }

  @Test
  void next_partsOfALook_coverEachTaskOnce() {
    for (int id = 1; id <= 10; id++) {
      at(id).taskSpawned(new FakeTask(id));
    }
    var subscription = subscribe();

    var seen = new ArrayList<Long>();
    Batch batch;
    do {
      batch = subscription.next(3);
      assertThat(batch.tasks().size()).isLessThanOrEqualTo(3);
      assertThat(batch.tasks()).allMatch(Change::isNew);
      seen.addAll(ids(batch));
      at(100).taskWoken(1, 0); // changes between the parts do not make a look longer
    } while (batch.more());

    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    assertThat(ids(subscription.next(10))).containsExactly(1L);
  }

  @Test
  void next_oneOfTwoSubscribersLags_eachGetsWhatItHasNotSeen() {
    var fast = subscribe();
    var slow = subscribe();
    at(1).taskSpawned(new FakeTask(1));
    at(1).taskSpawned(new FakeTask(2));
    fast.next(10);
    slow.next(10);

    at(2).taskWoken(1, 0);
    assertThat(ids(fast.next(10))).containsExactly(1L);
    at(3).taskWoken(2, 0);
    at(3).taskWoken(1, 0);
    assertThat(ids(fast.next(10))).containsExactlyInAnyOrder(1L, 2L);

    assertThat(ids(slow.next(10))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(slow.next(10).tasks()).isEmpty();
  }

  @Test
  void next_taskForgottenBeforeItsEndWasTold_tellsTheEnd() {
    var subscription = subscribe();
    for (int id = 1; id <= 8; id++) {
      at(id).taskSpawned(new FakeTask(id));
    }
    subscription.next(100);
    for (int id = 1; id <= 8; id++) {
      at(100 + id).taskEnded(id, TaskOutcome.COMPLETED);
    }
    for (int i = 0; i < 3; i++) {
      aggregator.pass();
    }
    assertThat(aggregator.counts().forgotten()).isEqualTo(3);

    var batch = subscription.next(100);

    assertThat(ids(batch)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(batch.tasks()).allSatisfy(c -> assertThat(c.of().endedAt()).isNotEqualTo(TaskSnapshot.ABSENT));
  }

  @Test
  void subscribe_placeOfAClosedOne_startsWithEverythingAsNew() {
    at(1).taskSpawned(new FakeTask(1));
    for (int i = 0; i < 200; i++) { // more than there are places
      var subscription = subscribe();
      assertThat(subscription.next(10).tasks()).singleElement().matches(Change::isNew);
      subscription.close();
    }
  }

  @Test
  void subscribe_sixtyFifth_isRefusedUntilOneCloses() {
    var all = new ArrayList<Subscription>();
    for (int i = 0; i < 64; i++) {
      all.add(subscribe());
    }

    assertThat(aggregator.subscribe()).isNull();
    all.get(10).close();
    assertThat(aggregator.subscribe()).isNotNull();
  }

  @Test
  void lostEvents_eachSubscriber_isToldAllOfThemOnce() {
    var one = subscribe();
    recorder.shared().pollEnded(1, 0);
    recorder.shared().pollEnded(1, 0);

    assertThat(one.next(1).lost().tasks()).isEqualTo(2);
    assertThat(one.next(1).lost().tasks()).isZero();
    assertThat(subscribe().next(1).lost().tasks()).isEqualTo(2);
  }

  // Details.

  @Test
  void times_onePoll_areThatPoll() {
    at(10).taskSpawned(new FakeTask(1).kind(TaskKind.BLOCKING));
    at(40).pollStarted(1, 10, false);
    at(1040).pollEnded(1, 0);
    aggregator.pass();

    var times = aggregator.times(1);

    if (times == null || times.polls() == null || times.scheduled() == null) {
      throw new AssertionError("times are missing: " + times);
    }
    assertThat(times.polls().longestNanos()).isEqualTo(1000);
    assertThat(times.scheduled().longestNanos()).isEqualTo(30);
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Aggregator(recorder, Duration.ofNanos(-1), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Aggregator(recorder, Duration.ZERO, -1))
        .withMessageContaining("-1");
  }
}
