package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.LocalTasks;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Future tasks that one thread alone polls, the one that made the set: for what belongs to a thread, a window's toolkit or an
/// object that is not safe for others. They run while that thread polls the set, which is itself a future: ready when all
/// of them have ended. Most often by [#runUntil]:
///
/// ```java
/// try (var local = new LocalSet(runtime.task())) {
///   runtime.blockOn(local.runUntil(future)); // in which Task.spawnLocal works
/// }
/// ```
///
/// The set's own thread alone may use it; wakers of its tasks may be called anywhere. Up to 61 tasks are polled each time the
/// set is. After Tokio's `task/local.rs`.
public final class LocalSet implements Future<@Nullable Void>, AutoCloseable {
  private final LocalTasks tasks;

  private LocalSet(Scheduler scheduler) {
    this.tasks = new LocalTasks(scheduler);
  }

  /// A set for the calling thread, on the runtime that the thread belongs to.
  ///
  /// @throws IllegalStateException when the thread belongs to none
  public LocalSet() {
    this(Current.scheduler());
  }

  /// A set for the calling thread.
  ///
  /// @param runtime the runtime whose timers and blocking pool its tasks use: `runtime.task()`
  public LocalSet(Spawner runtime) {
    this(runtime.scheduler());
  }

  /// Spawns a task of this set.
  ///
  /// @throws IllegalStateException on any thread but the set's own
  public <T extends @Nullable Object> JoinHandle<T> spawnLocal(Future<T> future) {
    return new JoinHandle<>(tasks.spawn(Objects.requireNonNull(future, "future").intoFuture(), TaskOptions.NONE));
  }

  // What Task.spawnLocal does: in a set, or in a runtime whose tasks all belong to the calling thread.
  static <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future, TaskOptions options) {
    var polled = Objects.requireNonNull(future, "future").intoFuture();
    var current = LocalTasks.current();
    if (current != null) {
      return new JoinHandle<>(current.spawn(polled, options));
    }
    var scheduler = Current.schedulerOrNull();
    if (scheduler == null || !scheduler.isOwnedByCaller()) {
      throw new IllegalStateException("spawnLocal was called on thread '" + Thread.currentThread().getName()
          + "' outside a LocalSet and outside a LocalRuntime");
    }
    return new JoinHandle<>(scheduler.spawn(polled, options));
  }

  /// A future that polls `future` and the set's tasks, and is ready when `future` is: the tasks that have not ended then go on
  /// when the set is polled again. Inside of it [Task#spawnLocal] spawns into this set.
  public <T extends @Nullable Object> Future<T> runUntil(Future<T> future) {
    return new RunUntil<>(Objects.requireNonNull(future, "future").intoFuture());
  }

  /// Polls the tasks.
  ///
  /// @return ready when every task has ended
  /// @throws IllegalStateException on any thread but the set's own
  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    return tasks.poll(cx.waker()) ? Poll.ready(null) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the tasks of a LocalSet");
  }

  /// Drops the tasks that have not ended.
  ///
  /// @throws IllegalStateException on any thread but the set's own, and inside the set
  @Override
  public void close() {
    tasks.close();
  }

  private final class RunUntil<T extends @Nullable Object> implements Future<T> {
    private final Future<T> future;

    RunUntil(Future<T> future) {
      this.future = future;
    }

    @Override
    public Poll<T> poll(Context cx) {
      var poll = tasks.within(() -> future.poll(cx));
      if (poll == null) {
        throw Poll.noAnswer(future);
      }
      if (!poll.isReady()) {
        tasks.poll(cx.waker());
      }
      return poll;
    }

    @Override
    public void drop() {
      future.drop();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(future);
    }
  }
}
