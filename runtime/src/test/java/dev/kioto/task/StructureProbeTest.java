package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Manual;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the console sees of tasks that are owned together and of who waits for them.
@Timeout(60)
final class StructureProbeTest {
  private final ResourceLog log = new ResourceLog();
  private final Runtime runtime = Runtime.builder().workerThreads(1).probe(log).build();
  private final Manual<Integer> gate = new Manual<>();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private void assertWaitsAndEnds(Future<?> operation, String type, String source, String... attributes)
      throws InterruptedException {
    runtime.spawn(operation);
    await().until(() -> log.waiting().equals(List.of(source)));

    assertThat(log.next()).isEqualTo("created " + type);
    assertThat(log.next()).startsWith("started " + source);
    assertThat(log.attributes(type)).hasSize(attributes.length);
    for (int i = 0; i < attributes.length; i++) {
      assertThat(log.attributes(type).get(i)).contains(attributes[i]);
    }
    gate.complete(1);
    assertThat(log.next()).isEqualTo("ended " + source);
  }

  @Test
  void joinSet_waitedFor_showsItsLengthAndHowManyHaveEnded() throws InterruptedException {
    var set = new JoinSet<Integer>(runtime.task());
    set.spawn(gate);
    assertWaitsAndEnds(set.joinNext(), "JoinSet", "JoinSet::join_next", "length", "finished");
    set.close();

    assertThat(log.next()).isEqualTo("over JoinSet");
  }

  @Test
  void joinMap_waitedFor_isShownByItsOwnName() throws InterruptedException {
    var map = new JoinMap<String, Integer>(runtime.task());
    map.spawn("a", gate);
    assertWaitsAndEnds(map.joinNext(), "JoinMap", "JoinMap::join_next", "length", "finished");
    runtime.spawn(map.shutdown()).await();

    assertThat(log.next()).startsWith("started JoinMap::shutdown");
  }

  @Test
  void joinQueue_waitedFor_isShown() throws InterruptedException {
    var queue = new JoinQueue<Integer>(runtime.task());
    queue.spawn(gate);
    assertWaitsAndEnds(queue.joinNext(), "JoinQueue", "JoinQueue::join_next", "length");
  }

  @Test
  void tracker_waitedFor_showsItsLength() throws InterruptedException {
    var tracker = new TaskTracker(runtime.task());
    tracker.spawn(gate);
    tracker.close();
    assertWaitsAndEnds(tracker.waitAll(), "TaskTracker", "TaskTracker::wait", "length", "closed");
  }

  @Test
  void scope_waitedFor_isShownUntilItIsClosed() throws InterruptedException {
    try (var scope = TaskScope.joinAll(runtime.task())) {
      scope.spawn(gate);
      assertWaitsAndEnds(scope.join(), "TaskScope", "TaskScope::join", "length", "shut down");
    }

    assertThat(log.next()).isEqualTo("over TaskScope");
  }

  @Test
  void token_waitedFor_showsItsWaiters() throws InterruptedException {
    var token = new CancellationToken();
    Future<@Nullable Void> cancelled = token.cancelled();
    runtime.spawn(() -> {
      gate.await();
      token.cancel();
    });
    assertWaitsAndEnds(cancelled, "CancellationToken", "CancellationToken::cancelled", "cancelled", "waiters");
  }
}
