package dev.kioto.runtime;

import dev.kioto.future.Future;
import dev.kioto.probe.SettingView;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TypeName;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Spawner;
import dev.kioto.task.TaskBody;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A reference to a runtime that does not keep it open: for spawning from any thread. Immutable; any thread.
public final class Handle {
  private final Scheduler scheduler;
  private final Spawner spawner;

  Handle(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.spawner = Spawner.of(() -> scheduler);
  }

  /// The runtime of the calling thread.
  ///
  /// @throws IllegalStateException when the thread belongs to none
  public static Handle current() {
    return new Handle(Current.scheduler());
  }

  /// A spawner for this runtime, to which a name can be given.
  public Spawner task() {
    return spawner;
  }

  /// Spawns a future task; see [Spawner#spawn(Future)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
    return spawner.spawn(future);
  }

  /// Spawns a direct task; see [Spawner#spawn(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Callable<T> body) {
    return spawner.spawn(body);
  }

  /// Spawns a direct task that returns nothing; see [Spawner#spawn(Callable)].
  public JoinHandle<@Nullable Void> spawn(TaskBody body) {
    return spawner.spawn(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return spawner.spawnBlocking(body);
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  public JoinHandle<@Nullable Void> spawnBlocking(TaskBody body) {
    return spawner.spawnBlocking(body);
  }

  /// The runtime in the dress of `java.util.concurrent`: each command is a direct task; see [Spawner#executor].
  public ExecutorService executor() {
    return spawner.executor();
  }

  /// Spawns a future task in the dress of `java.util.concurrent`; see [JoinHandle#toCompletableFuture].
  public <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
    return spawn(future).toCompletableFuture();
  }

  /// Drives `future` on the calling thread until it is over; see [Runtime#blockOn(Future)].
  public <T extends @Nullable Object> T blockOn(Future<T> future) {
    return scheduler.blockOn(Objects.requireNonNull(future, "future").intoFuture());
  }

  /// Runs `code` on the calling thread; see [Runtime#blockOn(Code)].
  public <T extends @Nullable Object, E extends Exception> T blockOn(Code<T, E> code) throws E {
    try {
      return scheduler.blockOn(code::run, TypeName.of(code));
    } catch (Exception e) {
      throw Handle.<E>same(e);
    }
  }

  /// Runs `code` on the calling thread; see [Runtime#blockOn(Code)].
  public <E extends Exception> void blockOn(Code.Void<E> code) throws E {
    Callable<@Nullable Void> callable = () -> {
      code.run();
      return null;
    };
    try {
      scheduler.blockOn(callable, TypeName.of(code));
    } catch (Exception e) {
      throw Handle.<E>same(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the code throws E or something unchecked
  private static <E extends Exception> E same(Exception e) {
    return (E) e;
  }

  /// The runtime of the calling thread, or empty when it belongs to none.
  public static Optional<Handle> tryCurrent() {
    return Optional.ofNullable(Current.schedulerOrNull()).map(Handle::new);
  }

  /// Makes the calling thread belong to the runtime, until the guard is closed on it: [dev.kioto.task.Task#spawn] and timers
  /// work there as in `blockOn`.
  public EnterGuard enter() {
    var scope = Current.enter(scheduler);
    return scope::close;
  }

  /// Ends what [#enter] began. Closed on the thread that entered, last entered first.
  public interface EnterGuard extends AutoCloseable {
    @Override
    void close();
  }

  /// Which threads poll the runtime's tasks.
  public RuntimeFlavor runtimeFlavor() {
    return switch (scheduler.options().flavor) {
      case MULTI_THREAD -> RuntimeFlavor.MULTI_THREAD;
      case CURRENT_THREAD -> RuntimeFlavor.CURRENT_THREAD;
      case LOCAL -> RuntimeFlavor.LOCAL;
    };
  }

  /// The runtime's name.
  public String name() {
    return scheduler.name();
  }

  /// The runtime's id: above 0 and unique in the process.
  public long id() {
    return scheduler.id();
  }

  /// What the runtime counts.
  public RuntimeMetrics metrics() {
    return new RuntimeMetrics(scheduler);
  }

  /// Every setting as it is now; see [Runtime#settings].
  public List<SettingView> settings() {
    return scheduler.settings();
  }

  /// Changes a setting from now on; see [Runtime#changeSetting].
  public void changeSetting(String setting, String value) {
    scheduler.changeSetting(Objects.requireNonNull(setting, "setting"), Objects.requireNonNull(value, "value"));
  }

  /// What every task of the runtime is at now; see [Runtime#dump].
  public Dump dump() {
    return Dump.of(scheduler);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public String toString() {
    return "Handle of " + scheduler;
  }
}
