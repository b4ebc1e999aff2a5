package dev.kioto.task;

import dev.kioto.future.Future;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskOptions;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Spawns tasks on the runtime of the calling thread, and speaks for the task that calls.
///
/// The runtime is that of the task that calls, or of the `blockOn` that the caller is inside of; a caller that has none
/// gets an [IllegalStateException] that says so.
public final class Task {
  private static final Spawner SPAWNER = Spawner.of(Current::scheduler);

  private Task() {}

  /// A spawner for the calling thread's runtime, to which a name can be given.
  public static Spawner builder() {
    return SPAWNER;
  }

  /// Spawns a future task; see [Spawner#spawn(Future)].
  public static <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
    return SPAWNER.spawn(future);
  }

  /// Spawns a direct task; see [Spawner#spawn(Callable)].
  public static <T extends @Nullable Object> JoinHandle<T> spawn(Callable<T> body) {
    return SPAWNER.spawn(body);
  }

  /// Spawns a direct task that returns nothing; see [Spawner#spawn(Callable)].
  public static JoinHandle<@Nullable Void> spawn(TaskBody body) {
    return SPAWNER.spawn(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public static <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return SPAWNER.spawnBlocking(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public static JoinHandle<@Nullable Void> spawnBlocking(TaskBody body) {
    return SPAWNER.spawnBlocking(body);
  }

  /// A future that gives way once: the task goes to the back of its worker's run queue. In a direct task
  /// `Task.yieldNow().await()` does the same, and throws [dev.kioto.future.CancelledException] when the task was aborted or its
  /// thread interrupted.
  public static Future<@Nullable Void> yieldNow() {
    return new YieldNow();
  }

  /// Spawns a future task that the calling thread alone polls; see [LocalSet#spawnLocal].
  ///
  /// @throws IllegalStateException outside a [LocalSet] and outside a `LocalRuntime`
  public static <T extends @Nullable Object> JoinHandle<T> spawnLocal(Future<T> future) {
    return LocalSet.spawn(future, TaskOptions.NONE);
  }

  /// Runs code that blocks, in place: inside a task of a multi-thread runtime, the worker's other tasks go on on another thread
  /// meanwhile. Outside a task it just runs. What the task does concurrently (the other branches of a join) waits; and code
  /// that waits by suspending a direct task does not need it. Costs a thread switch: see [#spawnBlocking] for the way that
  /// does not hold up the task.
  ///
  /// @throws IllegalStateException inside a task of a runtime that has no other thread for it, current-thread and local ones,
  ///     and inside a [LocalSet]
  /// @throws Exception what the code threw
  public static <T extends @Nullable Object> T blockInPlace(Callable<T> body) throws Exception {
    return Scheduler.blockInPlace(body);
  }

  /// Gives others a turn if the task has used up its budget, and takes a unit of it: for long computations in a loop that
  /// awaits nothing else.
  public static Future<@Nullable Void> consumeBudget() {
    return new ConsumeBudget();
  }

  /// A future that is held to the task's budget, and takes a unit of it when it is ready: for futures of one's own that are
  /// ready for as long as they are asked. Those of this library are held to it as they are. Tokio's `coop::cooperative`.
  public static <T extends @Nullable Object> Future<T> cooperative(Future<T> future) {
    return new Cooperative<>(future);
  }

  /// A future that is not held to the task's budget: it is never made to give way.
  public static <T extends @Nullable Object> Future<T> unconstrained(Future<T> future) {
    return new Unconstrained<>(future);
  }

  /// The id of the task that calls.
  ///
  /// @throws IllegalStateException when the calling thread is in no task
  public static long id() {
    long id = Current.taskId();
    if (id == 0) {
      throw new IllegalStateException(
          "thread '" + Thread.currentThread().getName() + "' is in no task: ask by tryId()");
    }
    return id;
  }

  /// The id of the task that calls, or nothing when the calling thread is in no task.
  public static OptionalLong tryId() {
    long id = Current.taskId();
    return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
  }
}
