package dev.kioto.task;

import dev.kioto.future.Future;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskOptions;
import dev.kioto.scheduler.TypeName;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Spawns tasks on one runtime, with a name and with scoped values if they are given. Immutable; any thread.
///
/// A task starts with no [TaskLocal] and no [ScopedValue] bound, whoever spawns it. What it is to have is said here, for tasks
/// of every kind: in a future task it is bound around each poll, in a direct task or a blocking job around the whole. Of two
/// bindings of the same one the later call wins. A spawn that is given nothing pays nothing.
///
/// Got by [Task#builder], `Runtime.task()` or `Handle.task()`.
public final class Spawner {
  private final Supplier<Scheduler> scheduler;
  private final TaskOptions options;
  private final Bindings bindings;

  private Spawner(Supplier<Scheduler> scheduler, TaskOptions options, Bindings bindings) {
    this.scheduler = scheduler;
    this.options = options;
    this.bindings = bindings;
  }

  /// A spawner for the runtime that the supplier gives at each spawn. For `dev.kioto.runtime`.
  public static Spawner of(Supplier<Scheduler> scheduler) {
    return new Spawner(scheduler, TaskOptions.NONE, Bindings.NONE);
  }

  Scheduler scheduler() {
    return scheduler.get();
  }

  /// The same spawner with a name for its tasks: for people, in the console and in messages. Need not be unique.
  public Spawner name(String name) {
    return new Spawner(scheduler, new TaskOptions(Objects.requireNonNull(name, "name"), options.mandatory()), bindings);
  }

  /// The same spawner, whose blocking jobs are run even when the runtime shuts down before a thread has taken them, which it
  /// then waits for: for what must not be lost, a write to a file. Of no meaning for tasks.
  public Spawner mandatory() {
    return new Spawner(scheduler, new TaskOptions(options.name(), true), bindings);
  }

  /// The same spawner, whose tasks have `local` bound to `value`.
  public <T extends @Nullable Object> Spawner where(TaskLocal<T> local, T value) {
    return with(bindings.with(local.key(), value));
  }

  /// The same spawner, whose tasks have `key` bound to `value`.
  public <T extends @Nullable Object> Spawner where(ScopedValue<T> key, T value) {
    return with(bindings.with(key, value));
  }

  /// The same spawner, whose tasks have these bound as whoever spawns them has at that moment. One that is not bound there is
  /// not bound in the task.
  public Spawner carry(TaskLocal<?>... locals) {
    return with(bindings.withCarried(Stream.of(locals).map(TaskLocal::key).toList()));
  }

  /// The same spawner, whose tasks have these bound as whoever spawns them has at that moment. One that is not bound there is
  /// not bound in the task.
  public Spawner carry(ScopedValue<?>... keys) {
    return with(bindings.withCarried(List.of(keys)));
  }

  private Spawner with(Bindings more) {
    return new Spawner(scheduler, options, more);
  }

  /// Spawns a future task: `future` is polled by the workers until it is ready. A poll must not block: a worker that waits
  /// for a lock which direct tasks wait for as well, be it a logger's, may wait for a task that only it could run, unless
  /// `stuckWorkerTimeout` of the runtime has another thread take over.
  ///
  /// On a runtime that has shut down the task is cancelled without being polled; its handle says so.
  public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
    return new JoinHandle<>(scheduler.get().spawn(bound(Objects.requireNonNull(future, "future")), options));
  }

  /// Spawns a direct task: `body` runs on a virtual thread whose scheduler is the runtime. What it calls may block as it
  /// likes: that suspends the task, not the worker.
  ///
  /// On a runtime that has shut down the task is cancelled without being run; its handle says so.
  ///
  /// @throws IllegalStateException when this JVM does not let the runtime schedule virtual threads; the message names
  ///     the flag that does
  public <T extends @Nullable Object> JoinHandle<T> spawn(Callable<T> body) {
    return new JoinHandle<>(scheduler.get().spawn(bound(body), options, TypeName.of(body)));
  }

  /// Spawns a direct task that returns nothing; see [#spawn(Callable)].
  public JoinHandle<@Nullable Void> spawn(TaskBody body) {
    return new JoinHandle<>(
        scheduler.get().<@Nullable Void>spawn(bound(asCallable(body)), options, TypeName.of(body)));
  }

  /// Runs `body` on a thread of the runtime's blocking pool: for code that holds its thread, by computing or by a call
  /// that a virtual thread cannot suspend in. Once it runs it cannot be aborted.
  public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return new JoinHandle<>(scheduler.get().spawnBlocking(bound(body), options, TypeName.of(body)));
  }

  /// Runs `body` on a thread of the blocking pool; see [#spawnBlocking(Callable)].
  public JoinHandle<@Nullable Void> spawnBlocking(TaskBody body) {
    return new JoinHandle<>(
        scheduler.get().<@Nullable Void>spawnBlocking(bound(asCallable(body)), options, TypeName.of(body)));
  }

  /// These tasks in the dress of `java.util.concurrent`: an executor that runs each command as a direct task, for libraries that
  /// ask for one. Each call makes another one, with a shutdown of its own; that of the runtime ends it as well.
  ///
  /// A command may block as it likes. What one throws that came by `execute` is the failure of its task; see
  /// `unhandledPanic` of the runtime. `shutdown` lets the tasks end; `shutdownNow`, like the abort of a task, interrupts those
  /// that run, and gives back those that have not begun. `close` waits for the tasks, and when it is interrupted ends them by
  /// `shutdownNow`. After any of these, and on a runtime that has shut down, a command is refused with a
  /// [java.util.concurrent.RejectedExecutionException].
  ///
  /// On the thread of a `blockOn` of a current-thread runtime `close` runs the tasks that it waits for; `awaitTermination`, and
  /// `get` of what `submit` returned, keep the thread from that, as all of the JDK's calls that block do.
  public ExecutorService executor() {
    return new SpawnerExecutor(this);
  }

  private <T extends @Nullable Object> Future<T> bound(Future<T> future) {
    var carrier = bindings.capture();
    return carrier == null ? future.intoFuture() : new BoundFuture<>(carrier, future);
  }

  private <T extends @Nullable Object> Callable<T> bound(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    var carrier = bindings.capture();
    return carrier == null ? body : () -> carrier.<T, Exception>call(body::call);
  }

  private static Callable<@Nullable Void> asCallable(TaskBody body) {
    Objects.requireNonNull(body, "body");
    return () -> {
      body.run();
      return null;
    };
  }
}
