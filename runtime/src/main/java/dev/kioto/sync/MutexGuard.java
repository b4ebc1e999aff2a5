package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// The right to work with the value of a locked [Mutex], until [#close] gives it up. Used by one thread at a time, which
/// need not be the one that locked; a guard may be handed to another task and closed there.
///
/// @param <T> the type of the value
public final class MutexGuard<T extends @Nullable Object> extends LockGuard<T> {
  private final Mutex<T> mutex;

  MutexGuard(Mutex<T> mutex) {
    this.mutex = mutex;
  }

  /// Replaces the value.
  ///
  /// @throws IllegalStateException when this guard is closed
  public void set(T value) {
    requireOpen();
    mutex.setValue(value);
  }

  @Override
  T value() {
    return mutex.value();
  }

  @Override
  void release() {
    mutex.unlock();
  }

  @Override
  LockGuard<T> successor() {
    return new MutexGuard<>(mutex);
  }
}
