package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The right to work with a locked value, until [#close] gives it up. Used by one thread at a time, which need not be the
/// one that locked.
///
/// @param <T> the type of the value
abstract class LockGuard<T extends @Nullable Object> implements AutoCloseable {

  private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
      VarHandle.class, LockGuard.class, boolean.class);

  // Set once, by the close or the map that wins; a CAS, so that closing twice from two threads unlocks once.
  private volatile boolean closed;

  /// The value.
  ///
  /// @throws IllegalStateException when this guard is closed
  public final T get() {
    requireOpen();
    return value();
  }

  /// A guard of a part of the value, which takes the place of this one: this one is closed then, and what it held is
  /// given up when the new one is closed. When `part` throws, this guard is as before.
  ///
  /// @param part finds the part in the value
  /// @throws IllegalStateException when this guard is closed
  public final <U extends @Nullable Object> MappedGuard<U> map(Function<? super T, ? extends U> part) {
    U mapped = part.apply(get());
    return new MappedGuard<>(mapped, move());
  }

  /// As [#map], where there may be no such part.
  ///
  /// @param part finds the part in the value, or returns null
  /// @return nothing when there is none; this guard is as before then
  /// @throws IllegalStateException when this guard is closed
  public final <U> Optional<MappedGuard<U>> tryMap(Function<? super T, ? extends @Nullable U> part) {
    U mapped = part.apply(get());
    return mapped == null ? Optional.empty() : Optional.of(new MappedGuard<>(mapped, move()));
  }

  /// Unlocks: whoever waited longest is next. Closing a guard again does nothing, whoever holds the lock then.
  @Override
  public final void close() {
    if (end()) {
      release();
    }
  }

  /// The value of the lock; this guard is open.
  abstract T value();

  /// Gives up what this guard, the last one of its right, stood for.
  abstract void release();

  /// Another guard of the same right, to follow this one, which is over.
  abstract LockGuard<T> successor();

  final LockGuard<T> move() {
    if (!end()) {
      throw afterClose();
    }
    return successor();
  }

  final boolean end() {
    return CLOSED.compareAndSet(this, false, true);
  }

  final void requireOpen() {
    if (closed) {
      throw afterClose();
    }
  }

  static IllegalStateException afterClose() {
    return new IllegalStateException(
        "a guard was used after it was closed, or after another took its place: lock again");
  }
}
