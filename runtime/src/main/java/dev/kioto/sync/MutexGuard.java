package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The right to work with the value of a locked [Mutex], until [#close] gives it up. Used by one thread at a time.
///
/// @param <T> the type of the value
public final class MutexGuard<T extends @Nullable Object> implements AutoCloseable {

  private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
      VarHandle.class, MutexGuard.class, boolean.class);

  private final Mutex<T> mutex;

  // Set once, by the close that wins; a CAS, so that closing twice from two threads unlocks once.
  private volatile boolean closed;

  MutexGuard(Mutex<T> mutex) {
    this.mutex = mutex;
  }

  /// The value.
  ///
  /// @throws IllegalStateException when this guard is closed
  public T get() {
    requireOpen();
    return mutex.value();
  }

  /// Replaces the value.
  ///
  /// @throws IllegalStateException when this guard is closed
  public void set(T value) {
    requireOpen();
    mutex.setValue(value);
  }

  /// Unlocks the mutex: whoever waited longest has it now. Closing a guard again does nothing, whoever holds the mutex
  /// then.
  @Override
  public void close() {
    if (CLOSED.compareAndSet(this, false, true)) {
      mutex.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("a mutex guard was used after it was closed: lock the mutex again");
    }
  }
}
