package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.trace.TraceLog;
import dev.kioto.probe.ResourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Resources and operations, from the probe to a subscriber: what is told, and in what state they are.
final class ResourceBooksTest extends ResourceBooksSetting {

  // What is told.

  @Test
  void operation_waits_isToldWithItsResourceOwnerAndWaiters() {
    var subscription = subscribe();
    at(10).resourceCreated(new TestResource(1));
    var mutex = new TestResource(2);
    mutex.lockedBy(7);
    at(20).resourceCreated(mutex);
    at(30);
    waiting(5, 2, 8);
    waiting(6, 2, 9);
    waiting(7, 2, 9);
    waiting(8, 2, 0);

    var batch = subscription.next(100);

    assertThat(batch.resources()).hasSize(2);
    var resource = batch.resources().stream().map(Change::of).filter(r -> r.id() == 2).findFirst().orElseThrow();
    assertThat(resource.createdAt()).isEqualTo(20);
    assertThat(resource.owners().ids()).containsExactly(7L);
    assertThat(resource.waiters()).isEqualTo(new NamedTasks(List.of(8L, 9L), 0));
    assertThat(resource.waitingThreads()).isEqualTo(1);
    assertThat(batch.operations()).hasSize(4).allSatisfy(change -> {
      assertThat(change.isNew()).isTrue();
      assertThat(change.of().isWaiting()).isTrue();
      assertThat(change.of().polls()).isEqualTo(1);
      assertThat(change.of().resourceId()).isEqualTo(2);
    });
  }

  @Test
  void operation_whoseTaskIsSpawnedByAnotherThread_isToldWithItsTask() {
    var subscription = subscribe();
    created(1);
    var operation = new TestOperation(5, 1, 8);
    probe.operationStarted(operation);
    operation.waiting = true;
    probe.operationPolled(5, false);
    // As when the other ring was drained a moment before the spawn, and this one after.
    assertThat(subscription.next(100).operations()).isEmpty();

    try (var other = recorder.openThread("other")) {
      other.taskSpawned(new FakeTask(8));
    }
    var batch = subscription.next(100);

    assertThat(onlyOperation(batch).taskId()).isEqualTo(8);
    assertThat(batch.tasks()).hasSize(1);
  }

  @Test
  void operation_whoseTaskIsNeverToldOf_isToldWithout() {
    var subscription = subscribe();
    created(1);
    var operation = new TestOperation(5, 1, 8);
    probe.operationStarted(operation);
    operation.waiting = true;
    probe.operationPolled(5, false);
    settle();

    assertThat(onlyOperation(subscription.next(100)).taskId()).isEqualTo(8);
  }

  @Test
  void part_isToldAfterItsWhole() {
    var subscription = subscribe();
    created(1);
    probe.resourceCreated(new TestResource(2).partOf(1));
    var mutex = waiting(5, 1, 8);
    over(mutex, true); // so that the whole has changed later

    var batch = subscription.next(100);

    assertThat(batch.resources().stream().map(change -> change.of().id())).containsExactly(1L, 2L);
    assertThat(batch.resources().get(1).of().parentId()).isEqualTo(1);
  }

  @Test
  void endedResources_moreThanRetained_areForgotten() {
    var bounds = new Bounds(Duration.ofSeconds(60), 5, 2, 1, 10, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (var watcher = new Aggregator(recorder, bounds, new TraceLog(0, 0, 0))) {
      for (long id = 1; id <= 4; id++) {
        created(id);
        at(id * SECOND);
        var operation = waiting(id, id, 0);
        watcher.pass();
        at(id * SECOND + 200 * MILLI);
        over(operation, true);
        probe.resourceEnded(id);
      }
      for (int i = 0; i < 4; i++) {
        watcher.pass();
      }
      assertThat(watcher.counts().resources()).isEqualTo(2);
      assertThat(watcher.counts().operations()).isEqualTo(1);
    }
  }

  @Test
  void operation_readyAtItsFirstPoll_isInTheTotalsAlone() {
    var subscription = subscribe();
    created(1);
    for (int id = 1; id <= 1000; id++) {
      atOnce(id, 1, 3);
    }

    var batch = subscription.next(100);

    assertThat(batch.operations()).isEmpty();
    assertThat(onlyResource(batch).totals()).isEqualTo(new ResourceSnapshot.Totals(1000, 0, 0, 0));
    assertThat(aggregator.counts().operations()).isZero();
  }

  @Test
  void operations_waitedAndEnded_addUp() {
    var subscription = subscribe();
    created(1);
    at(1 * SECOND);
    var first = waiting(1, 1, 3);
    var second = waiting(2, 1, 4);
    subscription.next(100);
    at(1 * SECOND + 200 * MILLI);
    over(first, true);
    at(1 * SECOND + 300 * MILLI);
    over(second, false);

    var batch = subscription.next(100);

    assertThat(onlyResource(batch).totals())
        .isEqualTo(new ResourceSnapshot.Totals(2, 2, 500 * MILLI, 300 * MILLI));
    assertThat(onlyResource(batch).waiters().ids()).isEmpty();
    assertThat(batch.operations()).hasSize(2).noneMatch(Change::isNew);
    assertThat(batch.operations().get(0).of()).satisfies(o -> {
      assertThat(o.endedAt()).isEqualTo(1 * SECOND + 200 * MILLI);
      assertThat(o.isReady()).isTrue();
      assertThat(o.taskId()).isEqualTo(3);
      assertThat(o.polls()).isEqualTo(2);
    });
    assertThat(batch.operations().get(1).of().isReady()).isFalse();
  }

  @Test
  void operation_ofAThreadThatIsReadFirst_waitsForItsResource() {
    var subscription = subscribe();
    var later = recorder.openThread("later");
    var operation = new TestOperation(5, 2, 8);
    probe.operationStarted(operation); // of the first thread, whose ring is drained first
    operation.waiting = true;
    probe.operationPolled(5, false);
    later.resourceCreated(new TestResource(2));

    var batch = subscription.next(100);

    assertThat(onlyResource(batch).waiters().ids()).containsExactly(8L);
    assertThat(onlyOperation(batch).id()).isEqualTo(5);
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void operation_eventsOfThreadsInAnyOrder_areTheSame() {
    var orders = List.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1),
        List.of(2, 1, 0));
    var results = new ArrayList<OperationSnapshot>();
    for (var order : orders) {
      var resources = new ResourceBook(Long.MAX_VALUE, 10);
      var book = new OperationBook(Long.MAX_VALUE, 10, new TaskBook(Long.MAX_VALUE, Bounds.DEFAULT), resources);
      resources.created(new TestResource(2), 5);
      List<Runnable> threads = List.of(
          () -> {
            book.started(new TestOperation(1, 2, 8), 10);
            book.polled(1, false, 11);
          },
          () -> book.polled(1, false, 20),
          () -> {
            book.polled(1, true, 30);
            book.ended(1, true, 31);
          });
      order.forEach(i -> threads.get(i).run());
      var entry = book.find(1);
      if (entry == null) {
        throw new AssertionError("the operation is unknown in the order " + order);
      }
      results.add(entry.snapshot());
    }

    assertThat(results).allSatisfy(r -> assertThat(r).isEqualTo(results.get(0)));
    assertThat(results.get(0).polls()).isEqualTo(3);
    assertThat(results.get(0).lastPoll()).isEqualTo(30);
  }

  // Order of what is told.

  /// Whatever happens, in parts of whatever size, and however subscribers lag.
  @Test
  void batches_randomLife_nameNothingBeforeItIsIntroduced() {
    var random = new Random(42);
    var readers = new ArrayList<Reader>();
    var living = new ArrayList<TestOperation>();
    long nextId = 1;
    for (int step = 0; step < 20_000; step++) {
      at(step * MILLI / 10);
      switch (random.nextInt(8)) {
        case 0 -> probe.taskSpawned(new FakeTask(1 + step % 50));
        case 1 -> probe.taskWoken(1 + random.nextInt(50), 0);
        case 2 -> probe.resourceCreated(new TestResource(1 + random.nextInt(100)));
        case 3, 4 -> living.add(waiting(nextId++, 1 + random.nextInt(100), random.nextInt(60)));
        case 5 -> atOnce(nextId++, 1 + random.nextInt(100), random.nextInt(60));
        case 6 -> {
          if (!living.isEmpty()) {
            over(living.remove(random.nextInt(living.size())), random.nextBoolean());
          }
        }
        default -> {
          if (readers.size() < 4) {
            readers.add(new Reader(subscribe()));
          }
          readers.get(random.nextInt(readers.size())).read(1 + random.nextInt(5));
        }
      }
      if (step % 5000 == 4999) {
        probe.resourceEnded(1 + random.nextInt(100));
      }
    }
    readers.forEach(Reader::readAll);

    for (var reader : readers) {
      assertThat(reader.violations).isEmpty();
      // What none of them was ever told of: operations on resources that never came.
      assertThat(reader.operations.keySet()).containsAll(living.stream()
          .filter(o -> reader.resources.contains(o.resourceId())).map(TestOperation::id).toList());
      assertThat(reader.operations.values()).filteredOn(o -> o.endedAt() == TaskSnapshot.ABSENT).hasSize(
          (int) living.stream().filter(o -> reader.resources.contains(o.resourceId())).count());
    }
  }

  private static final class Reader {
    final Subscription subscription;
    final Set<Long> tasks = new HashSet<>();
    final Set<Long> resources = new HashSet<>();
    final Map<Long, OperationSnapshot> operations = new HashMap<>();
    final List<String> violations = new ArrayList<>();

    Reader(Subscription subscription) {
      this.subscription = subscription;
    }

    boolean read(int max) {
      var batch = subscription.next(max);
      batch.tasks().forEach(change -> introduce(tasks, change.of().info().id(), change.isNew(), "task"));
      batch.resources().forEach(change -> introduce(resources, change.of().id(), change.isNew(), "resource"));
      for (var change : batch.operations()) {
        var operation = change.of();
        if (change.isNew() != !operations.containsKey(operation.id())) {
          violations.add("operation " + operation.id() + " is new: " + change.isNew());
        }
        if (!resources.contains(operation.resourceId())) {
          violations.add("operation " + operation.id() + " came before its resource " + operation.resourceId());
        }
        operations.put(operation.id(), operation);
      }
      for (var poll : batch.polls()) {
        if (!resources.contains(poll.resourceId())
            || (poll.operationId() != 0 && !operations.containsKey(poll.operationId()))) {
          violations.add("a poll came before what it is of: " + poll);
        }
      }
      return batch.more();
    }

    void readAll() {
      for (int look = 0; look < 2; look++) { // the one that has begun, and one that contains everything
        boolean more;
        do {
          more = read(1000);
        } while (more);
      }
    }

    private void introduce(Set<Long> known, long id, boolean isNew, String what) {
      if (known.add(id) != isNew) {
        violations.add(what + " " + id + " is new: " + isNew);
      }
    }
  }

  @Test
  void newSubscriber_resourceChangedSinceTheLook_comesBeforeItsOperation() {
    var first = subscribe();
    created(1);
    probe.taskSpawned(new FakeTask(8));
    waiting(5, 1, 8);
    first.next(100);
    var second = subscribe();
    for (int id = 2; id <= 4; id++) {
      created(id);
    }
    assertThat(second.next(1).more()).isTrue();
    probe.taskWoken(8, 0);
    waiting(6, 1, 8); // moves the resource behind what the present look of the second contains
    first.next(100);

    var reader = new Reader(second);
    reader.tasks.add(8L); // of the part above
    reader.readAll();

    assertThat(reader.violations).isEmpty();
    assertThat(reader.resources).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(reader.operations).containsOnlyKeys(5L, 6L);
  }

  @Test
  void subscriberToResources_isToldOfNoTask() {
    var subscription = aggregator.subscribeToResources();
    probe.taskSpawned(new FakeTask(8));
    created(1);
    waiting(5, 1, 8);
    if (subscription == null) {
      throw new AssertionError("no subscription");
    }

    var batch = subscription.next(100);

    assertThat(batch.tasks()).isEmpty();
    assertThat(batch.polls()).isEmpty();
    assertThat(onlyOperation(batch).taskId()).isEqualTo(8);
  }

  // State.

  @Test
  void state_changedWithoutAnEvent_isToldAfterTheNextLook() {
    var subscription = subscribe();
    var mutex = created(1);
    var still = created(2);
    subscription.next(100);
    lookAtAll();
    subscription.next(100);

    mutex.lockedBy(7);
    lookAtAll();

    var told = onlyResource(subscription.next(100));
    assertThat(told.id()).isEqualTo(1);
    assertThat(told.owners().ids()).containsExactly(7L);
    lookAtAll();
    assertThat(subscription.next(100).resources()).isEmpty();
    assertThat(still.state()).isNotNull();
  }

  /// Locked when a subscriber is told, unlocked before and after: the look sees no difference, and the subscriber is told.
  @Test
  void state_cameAndWentBetweenTwoLooks_isTakenBack() {
    var subscription = subscribe();
    var mutex = created(1);
    subscription.next(100);
    lookAtAll();
    subscription.next(100);
    mutex.lockedBy(7);
    atOnce(1, 1, 7);
    assertThat(onlyResource(subscription.next(100)).owners().ids()).containsExactly(7L);

    mutex.lockedBy(0);
    lookAtAll();

    assertThat(onlyResource(subscription.next(100)).owners().ids()).isEmpty();
  }

  private void lookAtAll() {
    for (int i = 0; i < 3; i++) {
      time.addAndGet(SECOND);
      aggregator.pass();
    }
  }

  @Test
  void state_nobodyReads_isNotLookedAt() {
    var mutex = created(1);
    mutex.failure = new IllegalStateException("looked at");
    lookAtAll();
    mutex.failure = null;

    assertThat(onlyResource(subscribe().next(100)).attributes()).noneMatch(a -> a.name().equals("unreadable"));
  }

  @Test
  void state_cannotBeRead_saysSo() {
    var subscription = subscribe();
    created(1).failure = new IllegalStateException("out of order");

    assertThat(onlyResource(subscription.next(100)).attributes()).singleElement()
        .satisfies(a -> assertThat(a.value().toString()).contains("out of order"));
  }

  @Test
  void owners_moreThanCanBeNamed_areCounted() {
    var subscription = subscribe();
    created(1).state = new ResourceState(List.of(), LongStream.rangeClosed(1, 1500).boxed().toList());
    for (int id = 1; id <= 3000; id++) {
      waiting(id, 1, id);
    }

    var resource = subscription.next(10_000).resources().get(0).of();

    assertThat(resource.owners().ids()).hasSize(1000);
    assertThat(resource.owners().more()).isEqualTo(500);
    assertThat(resource.waiters().ids()).hasSize(1000);
    assertThat(resource.waiters().more()).isEqualTo(2000);
  }
}
