package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// The right to read and to replace the value of a [RwLock], until [#close] gives it up. Used by one thread at a time, which
/// need not be the one that locked; a guard may be handed to another task and closed there.
///
/// @param <T> the type of the value
public final class RwLockWriteGuard<T extends @Nullable Object> extends LockGuard<T> {
  private final RwLock<T> lock;

  RwLockWriteGuard(RwLock<T> lock) {
    this.lock = lock;
  }

  /// Replaces the value.
  ///
  /// @throws IllegalStateException when this guard is closed
  public void set(T value) {
    requireOpen();
    lock.setValue(value);
  }

  /// Goes on as a reader, and lets others read: those that wait first in the queue get their guards. No other writer gets
  /// the lock in between. This guard is closed then.
  ///
  /// @throws IllegalStateException when this guard is closed
  public RwLockReadGuard<T> downgrade() {
    if (!end()) {
      throw afterClose();
    }
    var guard = lock.readLocked();
    lock.writeUnlocked(lock.maxReaders - 1);
    return guard;
  }

  @Override
  T value() {
    return lock.value();
  }

  @Override
  void release() {
    lock.writeUnlocked(lock.maxReaders);
  }

  @Override
  LockGuard<T> successor() {
    return new RwLockWriteGuard<>(lock);
  }
}
