package dev.kioto.sync;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A guard of a part of a locked value, for code that is to see that part alone. Made by `map` of another guard, whose
/// place it takes. Used by one thread at a time.
///
/// @param <U> the type of the part
public final class MappedGuard<U extends @Nullable Object> implements AutoCloseable {
  private final U part;
  private final LockGuard<?> held;

  MappedGuard(U part, LockGuard<?> held) {
    this.part = part;
    this.held = held;
  }

  /// The part.
  ///
  /// @throws IllegalStateException when this guard is closed
  public U get() {
    held.requireOpen();
    return part;
  }

  /// A guard of a part of the part, which takes the place of this one.
  ///
  /// @throws IllegalStateException when this guard is closed
  public <V extends @Nullable Object> MappedGuard<V> map(Function<? super U, ? extends V> smaller) {
    V mapped = smaller.apply(get());
    return new MappedGuard<>(mapped, held.move());
  }

  /// Unlocks, as the guard that this was made of would have. Closing again does nothing.
  @Override
  public void close() {
    held.close();
  }
}
