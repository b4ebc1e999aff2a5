package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// The right to read the value of a [RwLock], until [#close] gives it up. Used by one thread at a time, which need not be
/// the one that locked; a guard may be handed to another task and closed there.
///
/// @param <T> the type of the value
public final class RwLockReadGuard<T extends @Nullable Object> extends LockGuard<T> {
  private final RwLock<T> lock;

  RwLockReadGuard(RwLock<T> lock) {
    this.lock = lock;
  }

  @Override
  T value() {
    return lock.value();
  }

  @Override
  void release() {
    lock.readUnlocked(this);
  }

  @Override
  LockGuard<T> successor() {
    var next = lock.readLocked();
    lock.readers.remove(this);
    return next;
  }
}
