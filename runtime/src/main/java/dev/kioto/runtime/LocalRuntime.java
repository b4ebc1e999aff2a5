package dev.kioto.runtime;

import dev.kioto.future.Future;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.TaskBody;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A runtime whose tasks all belong to the thread that built it: that thread alone polls them, and carries its direct tasks,
/// while it is inside [#blockOn]. For a thread with data of its own: no other thread ever runs its tasks.
///
/// Other threads may spawn by its [#handle] and wake its tasks; everything else is for the owner. After Tokio's
/// `runtime/local_runtime`.
public final class LocalRuntime implements AutoCloseable {
  private final Runtime runtime;

  LocalRuntime(Runtime runtime) {
    this.runtime = runtime;
  }

  /// A reference for spawning, which may be given to any thread.
  public Handle handle() {
    return runtime.handle();
  }

  /// Spawns a future task. The owner.
  ///
  /// @throws IllegalStateException on another thread, which may use [#handle]
  public <T extends @Nullable Object> JoinHandle<T> spawnLocal(Future<T> future) {
    checkOwner();
    return runtime.spawn(future);
  }

  /// Spawns a direct task, which the owner carries. The owner.
  ///
  /// @throws IllegalStateException on another thread, which may use [#handle]
  public <T extends @Nullable Object> JoinHandle<T> spawnLocal(Callable<T> body) {
    checkOwner();
    return runtime.spawn(body);
  }

  /// Spawns a direct task that returns nothing; see [#spawnLocal(Callable)].
  public JoinHandle<@Nullable Void> spawnLocal(TaskBody body) {
    checkOwner();
    return runtime.spawn(body);
  }

  private void checkOwner() {
    if (!runtime.handle().scheduler().isOwnedByCaller()) {
      throw new IllegalStateException("thread '" + Thread.currentThread().getName() + "' does not own " + runtime
          + ": spawn by its handle()");
    }
  }

  /// Runs code on a thread of the blocking pool.
  public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return runtime.spawnBlocking(body);
  }

  /// Drives `future` and the tasks; see [Runtime#blockOn(Future)]. The owner.
  ///
  /// @throws IllegalStateException on another thread
  public <T extends @Nullable Object> T blockOn(Future<T> future) {
    return runtime.blockOn(future);
  }

  /// Runs `code`, and the tasks while it awaits; see [Runtime#blockOn(Code)]. The owner.
  ///
  /// @throws IllegalStateException on another thread
  public <T extends @Nullable Object, E extends Exception> T blockOn(Code<T, E> code) throws E {
    return runtime.blockOn(code);
  }

  /// Runs `code`; see [#blockOn(Code)].
  public <E extends Exception> void blockOn(Code.Void<E> code) throws E {
    runtime.blockOn(code);
  }

  /// What this runtime counts.
  public RuntimeMetrics metrics() {
    return runtime.metrics();
  }

  /// What every task is at now; see [Runtime#dump]. Any thread.
  public Dump dump() {
    return runtime.dump();
  }

  /// Shuts down: the tasks are aborted and unwind on the calling thread. The owner.
  ///
  /// @throws IllegalStateException on another thread, and inside [#blockOn]
  @Override
  public void close() {
    runtime.close();
  }

  @Override
  public String toString() {
    return "local " + runtime;
  }
}
