package dev.kioto.sync;

import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Owner;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when it is first wanted, by a future, and once, however many want it at the same time. Follows
/// Tokio's `sync/once_cell.rs`. Where the value comes from elsewhere, see [SetOnce].
///
/// ```java
/// private static final OnceCell<Config> CONFIG = new OnceCell<>();
///
/// Config config = CONFIG.getOrInit(() -> loadConfig()).await();
/// ```
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. What was done to make the value is visible to who gets it.
///
/// @param <T> the type of the value
public final class OnceCell<T> {

  /*
   *      empty -> initializing     // the one permit of `turn` is taken: getOrInit, in the order of first polls, or set
   *  initializing -> empty         // the initializer threw or was dropped: the permit goes back, to the next that waits
   *  initializing -> initialized   // the value is written, then `turn` is closed, and its permit never given back
   *
   * Who waits for its turn is refused by the close and finds the value. Nobody who gets the permit finds a value: the permit
   * of who wrote it does not come back.
   */

  private static final ResourceType<OnceCell<?>> TYPE = ResourceType.of("OnceCell", ResourceKind.SYNC,
      (cell, out) -> out.set("initialized", cell.isInitialized()).set("initializing", cell.isInitializing())
          .owner(cell.initializerTaskId()));
  private static final VarHandle INITIALIZER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "initializer",
      VarHandle.class, OnceCell.class, long.class);

  final BatchSemaphore turn = new BatchSemaphore(1);
  final Observed observed = Observed.of(TYPE);

  // Written once, by the owner of the permit.
  private volatile @Nullable T value;

  // The task that makes the value, or 0. Written opaque by the owner of the permit, read opaque by anybody: it orders
  // nothing.
  @SuppressWarnings("UnusedVariable") // INITIALIZER
  private long initializer;

  /// What became of a [#set].
  public enum SetResult {
    /// It is the value now.
    SET,
    /// Not set: there is a value.
    ALREADY_INITIALIZED,
    /// Not set: somebody is making the value now, which may fail.
    INITIALIZING
  }

  /// A cell without a value.
  public OnceCell() {}

  /// A cell that has its value.
  ///
  /// @throws NullPointerException when `value` is null
  public static <T> OnceCell<T> of(T value) {
    var cell = new OnceCell<T>();
    cell.set(value);
    return cell;
  }

  /// The value; nothing as long as there is none.
  public Optional<T> get() {
    return Optional.ofNullable(value);
  }

  /// Whether there is a value. Never changes back.
  public boolean isInitialized() {
    return value != null;
  }

  /// Sets the value unless there is one, or somebody makes one.
  ///
  /// @throws NullPointerException when `value` is null
  public SetResult set(T value) {
    Objects.requireNonNull(value, "value");
    return switch (turn.tryAcquire(1)) {
      case ACQUIRED -> {
        initialized(value);
        yield SetResult.SET;
      }
      case SHORT -> SetResult.INITIALIZING;
      case CLOSED -> SetResult.ALREADY_INITIALIZED;
    };
  }

  /// The value, which is made by `initializer` if there is none and nobody else makes it; else waits for that one.
  ///
  /// A failure is not kept. When an initializer, or its future, throws, its own caller gets that, the cell stays empty, and
  /// the one that waited longest runs its initializer. So this is Tokio's `get_or_try_init` as well.
  ///
  /// An initializer that asks for the value of the same cell waits for itself, forever.
  ///
  /// Cancellation: when it is dropped, or its [Future#await] is interrupted, it drops its own initializer, whose work is
  /// lost, and the one that waited longest runs its own.
  ///
  /// @param initializer makes the future of the value; called at most once, in a poll. A value of null is a failure, a
  ///     [NullPointerException]
  public Future<T> getOrInit(Supplier<? extends Future<? extends T>> initializer) {
    return new OnceCellInit<>(this, initializer);
  }

  @Nullable T value() {
    return value;
  }

  /// The caller has the permit and is going to make the value.
  void initializing() {
    INITIALIZER.setOpaque(this, Owner.current());
  }

  /// The caller has the permit and has made the value.
  void initialized(T made) {
    value = made;
    INITIALIZER.setOpaque(this, 0L);
    turn.close();
  }

  /// The caller has the permit and has failed.
  void failed() {
    INITIALIZER.setOpaque(this, 0L);
    turn.release(1);
  }

  /// Whether somebody is making the value, or about to.
  boolean isInitializing() {
    return value == null && turn.permits() == 0;
  }

  /// The task that makes the value, 0 when none does or it is made outside a task. Of about now.
  long initializerTaskId() {
    return (long) INITIALIZER.getOpaque(this);
  }
}
