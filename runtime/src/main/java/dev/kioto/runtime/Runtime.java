package dev.kioto.runtime;

import dev.kioto.future.Future;
import dev.kioto.probe.SettingView;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Spawner;
import dev.kioto.task.TaskBody;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A runtime: a work-stealing scheduler with its timer and its pool of blocking threads.
///
/// Its threads are daemons: a program lives as long as a thread of its own, typically the one in [#blockOn]. Any thread
/// may use it.
public final class Runtime implements AutoCloseable {
  private final Scheduler scheduler;
  private final Handle handle;

  Runtime(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.handle = new Handle(scheduler);
  }

  /// A builder with every option at its default.
  public static RuntimeBuilder builder() {
    return new RuntimeBuilder();
  }

  /// A multi-thread runtime with every option at its default, and all drivers.
  public static Runtime create() {
    return builder().enableAll().build();
  }

  /// Runs `main` as a direct task of a runtime of its own, waits for it, and closes the runtime: a program's `main` in one
  /// line. The runtime has every option at its default, which system properties may change, and all drivers. Tokio's
  /// `#[tokio::main]`.
  ///
  /// Virtual threads that `main` starts run on the runtime, and so do those that they start, executors of them included.
  /// When `main` has returned, tasks that still run are aborted, such threads among them, and waited for; see [#close].
  ///
  /// A virtual thread that a *platform* thread starts is not covered, be it a thread of `main`'s or a library's: the JDK
  /// gives it to its own scheduler. [ProgramAgent] covers these too, and a program that cannot be changed.
  ///
  /// When the calling thread is interrupted, `main` is aborted with the rest.
  ///
  /// @return what `main` returned
  /// @throws E what `main` threw: the same object
  /// @throws IllegalArgumentException when a system property is not a value for its option
  /// @throws IllegalStateException when this JVM does not let the runtime schedule virtual threads
  /// @throws dev.kioto.future.CancelledException when the calling thread is interrupted
  public static <T extends @Nullable Object, E extends Exception> T run(Code<T, E> main) throws E {
    try (var runtime = create()) {
      return runtime.blockOn(runtime.task().name("main").spawn(main::run));
    } catch (JoinException e) {
      throw Runtime.<E>rethrow(e.failure());
    }
  }

  /// Runs `main` as a direct task of a runtime of its own; see [#run(Code)].
  public static <E extends Exception> void run(Code.Void<E> main) throws E {
    Code<@Nullable Void, E> code = () -> {
      main.run();
      return null;
    };
    run(code);
  }

  @SuppressWarnings("unchecked") // main threw it: it is an E or something unchecked
  private static <E extends Throwable> Error rethrow(Throwable e) throws E {
    throw (E) e;
  }

  /// A reference for spawning, which may be given to any thread.
  public Handle handle() {
    return handle;
  }

  /// A spawner for this runtime, to which a name can be given.
  public Spawner task() {
    return handle.task();
  }

  /// Spawns a future task; see [Spawner#spawn(Future)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
    return handle.spawn(future);
  }

  /// Spawns a direct task; see [Spawner#spawn(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Callable<T> body) {
    return handle.spawn(body);
  }

  /// Spawns a direct task that returns nothing; see [Spawner#spawn(Callable)].
  public JoinHandle<@Nullable Void> spawn(TaskBody body) {
    return handle.spawn(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return handle.spawnBlocking(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public JoinHandle<@Nullable Void> spawnBlocking(TaskBody body) {
    return handle.spawnBlocking(body);
  }

  /// Drives `future` on the calling thread until it is over. The calling thread belongs to this runtime meanwhile. In a
  /// direct task this is the same as `future.await()`.
  ///
  /// @throws IllegalStateException when called inside the poll of a future task, which would block its worker
  /// @throws dev.kioto.future.CancelledException when the calling thread is interrupted; the future is dropped
  public <T extends @Nullable Object> T blockOn(Future<T> future) {
    return handle.blockOn(future);
  }

  /// Runs `code` on the calling thread, which belongs to this runtime meanwhile: it may spawn tasks by
  /// [dev.kioto.task.Task] and await futures, which blocks the thread. In a direct task this just calls the code.
  ///
  /// @throws E what the code threw
  /// @throws IllegalStateException when called inside the poll of a future task, which would block its worker
  public <T extends @Nullable Object, E extends Exception> T blockOn(Code<T, E> code) throws E {
    return handle.blockOn(code);
  }

  /// Runs `code` on the calling thread; see [#blockOn(Code)].
  public <E extends Exception> void blockOn(Code.Void<E> code) throws E {
    handle.blockOn(code);
  }

  /// What this runtime counts.
  public RuntimeMetrics metrics() {
    return handle.metrics();
  }

  /// Every setting that is a text, as it is now, in the order of the documentation. Any thread.
  public List<SettingView> settings() {
    return handle.settings();
  }

  /// Changes a setting from now on, as far as it can change while the runtime runs: [SettingView#canChange] says so. Nothing
  /// waits for the workers, each of which goes by the new value from its next tick on, at latest. Any thread, inside the
  /// runtime as well.
  ///
  /// @param setting as the system property without its prefix: `event-interval`
  /// @param value as the system property takes it: `61`, `10ms`, `on`
  /// @throws java.util.NoSuchElementException when there is no such setting; the message says which there are
  /// @throws IllegalStateException when it cannot change while this runtime runs; the message says why
  /// @throws IllegalArgumentException when the value is wrong; the message names it, and what would be right
  public void changeSetting(String setting, String value) {
    handle.changeSetting(setting, value);
  }

  /// What every task that has not ended is at now: its state, its age, its stack when it is a direct task, and what its futures wait
  /// for. Nothing is stopped for it, and no worker needs to answer: a poll that is stuck is shown with its stack.
  ///
  /// Costs a stack walk for each direct task, tens of microseconds. Any thread, inside the runtime as well.
  public Dump dump() {
    return handle.dump();
  }

  /// Shuts down, waiting at most `timeout`. New tasks are cancelled; live ones are aborted, and run until they next
  /// suspend, from where they unwind; blocking jobs that run are waited for. When the time is up the workers stop at their
  /// next chance. A direct task that has not ended then, because it waits again after its
  /// [dev.kioto.future.CancelledException], counts as cancelled; its thread is left to itself, outside the runtime, as it
  /// may hold locks that others need. A blocking job is left to itself as well. Who waits for a timer of this runtime outside its tasks, in a `blockOn` or in
  /// a blocking job, gets a [dev.kioto.future.CancelledException] when the workers have stopped.
  ///
  /// @return whether everything ended in time
  /// @throws IllegalStateException when called from inside this runtime, which would wait for itself, or inside the poll of a
  ///     future task of another one, which would block its worker
  /// @throws InterruptedException when the calling thread is interrupted while it waits; the shutdown goes on
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public boolean shutdownTimeout(Duration timeout) throws InterruptedException {
    if (Current.schedulerOrNull() == scheduler) {
      throw new IllegalStateException("cannot wait for the shutdown of " + scheduler + " from inside it, on thread '"
          + Thread.currentThread().getName() + "': call shutdownBackground, or shut down from outside");
    }
    return scheduler.shutdown(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout))); // which does not overflow
  }

  /// Starts the shutdown and does not wait for it. Tasks are aborted and unwind; the workers stop when the last task has
  /// ended. May be called from inside a task, which is aborted as well.
  public void shutdownBackground() {
    scheduler.startShutdown();
  }

  /// Shuts down and waits for it without a limit; see [#shutdownTimeout]. An interrupt ends the wait, and is kept; the
  /// shutdown goes on.
  @Override
  public void close() {
    try {
      shutdownTimeout(Duration.ofNanos(Long.MAX_VALUE));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return scheduler.toString();
  }
}
