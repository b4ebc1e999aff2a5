package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.BadInput;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What tasks and those who own them refuse, and what their messages say of it.
@Timeout(60)
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are passed on purpose, as code that is not checked can do
final class BadInputTest {
  private static final Runtime RUNTIME = Runtime.builder().workerThreads(1).build();

  @AfterAll
  static void shutDown() {
    RUNTIME.close();
  }

  @ParameterizedTest
  @MethodSource({"states", "nulls"})
  void badInput_isRefusedByAMessageThatSaysWhatWouldBeRight(BadInput input) {
    input.assertRefused();
  }

  static Stream<BadInput> states() {
    var set = new JoinSet<Integer>(RUNTIME.task());
    set.close();
    var map = new JoinMap<String, Integer>(RUNTIME.task());
    map.close();
    var queue = new JoinQueue<Integer>(RUNTIME.task());
    queue.close();
    var scope = TaskScope.joinAll(RUNTIME.task());
    scope.close();
    return Stream.of(
        BadInput.state("a task without a runtime", () -> Task.spawn(Futures.ready(1)), "belongs to no runtime",
            "on a Handle"),
        BadInput.state("the id of no task", Task::id, "is in no task", "tryId()"),
        BadInput.state("a local task outside of a set", () -> Task.spawnLocal(Futures.ready(1)), "outside a LocalSet"),
        BadInput.state("a set without a runtime", () -> new JoinSet<Integer>().spawn(Futures.ready(1)),
            "belongs to no runtime"),
        BadInput.state("a local set without a runtime", LocalSet::new, "belongs to no runtime"),
        BadInput.state("a task for a set that is closed", () -> set.spawn(Futures.ready(1)), "JoinSet is closed",
            "make another"),
        BadInput.state("a task for a map that is closed", () -> map.spawn("a", Futures.ready(1)), "JoinMap is closed",
            "make another"),
        BadInput.state("a task for a queue that is closed", () -> queue.spawn(Futures.ready(1)),
            "JoinQueue is closed", "make another"),
        BadInput.state("a task for a scope that is closed", () -> scope.spawn(Futures.ready(1)),
            "TaskScope is closed", "make another"),
        new BadInput("a local that is not bound", NoSuchElementException.class, () -> TaskLocal.named("user").get(),
            "'user' is not bound here"));
  }

  static Stream<BadInput> nulls() {
    Future<Integer> noFuture = null;
    Callable<Integer> noBody = null;
    TaskBody noTask = null;
    var token = new CancellationToken();
    var local = TaskLocal.<String>named("local");
    return Stream.of(
        BadInput.ofNull("future", () -> RUNTIME.spawn(noFuture)),
        BadInput.ofNull("body", () -> RUNTIME.spawn(noBody)),
        BadInput.ofNull("body", () -> RUNTIME.spawn(noTask)),
        BadInput.ofNull("body", () -> RUNTIME.spawnBlocking(noBody)),
        BadInput.ofNull("body", () -> RUNTIME.spawnBlocking(noTask)),
        BadInput.ofNull("future", () -> RUNTIME.blockOn(noFuture)),
        BadInput.ofNull("name", () -> RUNTIME.task().name(null)),
        BadInput.ofNull("future", () -> new JoinSet<Integer>(RUNTIME.task()).spawn(noFuture)),
        BadInput.ofNull("body", () -> new JoinSet<Integer>(RUNTIME.task()).spawn(noBody)),
        BadInput.ofNull("spawner", () -> new JoinSet<Integer>(null)),
        BadInput.ofNull("key", () -> new JoinMap<String, Integer>(RUNTIME.task()).spawn(null, Futures.ready(1))),
        BadInput.ofNull("spawner", () -> new JoinMap<String, Integer>(null)),
        BadInput.ofNull("spawner", () -> new JoinQueue<Integer>(null)),
        BadInput.ofNull("future", () -> TaskScope.joinAll(RUNTIME.task()).spawn(noFuture)),
        BadInput.ofNull("body", () -> TaskScope.joinAll(RUNTIME.task()).spawn(noBody)),
        BadInput.ofNull("spawner", () -> TaskScope.joinAll(null)),
        BadInput.ofNull("future", () -> new TaskTracker().trackFuture(noFuture)),
        BadInput.ofNull("future", () -> token.runUntilCancelled(noFuture)),
        BadInput.ofNull("otherwise", () -> token.runUntilCancelled(Futures.ready(1), null)),
        BadInput.ofNull("future", () -> Task.cooperative(noFuture)),
        BadInput.ofNull("future", () -> Task.unconstrained(noFuture)),
        BadInput.ofNull("name", () -> TaskLocal.named(null)),
        BadInput.ofNull("future", () -> local.scope("", noFuture)),
        BadInput.ofNull("future", () -> new LocalSet(RUNTIME.task()).runUntil(noFuture)),
        BadInput.ofNull("future", () -> new LocalSet(RUNTIME.task()).spawnLocal(noFuture)));
  }

  @Test
  void closedTwice_everyOwnerOfTasks_isClosed() {
    var set = new JoinSet<Integer>(RUNTIME.task());
    var map = new JoinMap<String, Integer>(RUNTIME.task());
    var queue = new JoinQueue<Integer>(RUNTIME.task());
    var scope = TaskScope.joinAll(RUNTIME.task());
    var guard = new CancellationToken().dropGuard();
    var handle = RUNTIME.spawn(Futures.<@Nullable Void>pending()).abortOnDrop();
    for (int i = 0; i < 2; i++) {
      set.close();
      map.close();
      queue.close();
      scope.close();
      guard.close();
      handle.close();
    }

    assertThat(guard.disarm().isCancelled()).isTrue();
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void cancelledTwice_isCancelledOnce() {
    var token = new CancellationToken();
    token.cancel();
    token.cancel();
    assertThat(token.isCancelled()).isTrue();

    var task = RUNTIME.spawn(Futures.<Integer>pending());
    task.abort();
    task.abort();
    assertThat(catchThrowableOfType(JoinException.class, task::await).isCancelled()).isTrue();
  }
}
