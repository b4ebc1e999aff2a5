package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that one task at a time may work with, and keep while it waits for something else.
///
/// It is fair: tasks get it in the order in which they first polled their [#lock], and [#tryLock] does not get past
/// those that wait. It is not reentrant: a task that locks again what it holds waits forever. It does not belong to a
/// thread: the [MutexGuard] may be handed to another task and closed there.
///
/// ```java
/// var balance = new Mutex<>(100);
/// try (var guard = balance.lock().await()) {
///   guard.set(guard.get() - 30);
/// }
/// ```
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. Everything
/// done with one guard before it was closed is visible to the owner of the next.
///
/// @param <T> the type of the value
public final class Mutex<T extends @Nullable Object> {

  /*
   * The lock is one permit of a semaphore; a guard stands for the permit. `value` is touched by the owner of an open
   * guard only, and travels from owner to owner over the edge from BatchSemaphore.release to the acquire that follows.
   */

  private final BatchSemaphore permit = new BatchSemaphore(1);

  // The owner of the permit only.
  private T value;

  public Mutex(T value) {
    this.value = value;
  }

  /// A mutex that guards something kept elsewhere, or a section of code.
  public static Mutex<@Nullable Void> withoutValue() {
    return new Mutex<>(null);
  }

  /// Waits until the mutex is free and locks it. The task takes its place in the queue at the first poll.
  ///
  /// Cancellation: a future that is dropped, or whose [Future#await] is interrupted, leaves the queue; if the mutex was
  /// already on its way to it, the next in the queue gets it. Locking anew starts at the end of the queue.
  ///
  /// @return the guard, to be closed by whoever gets it; a guard that is never closed keeps the mutex locked forever
  public Future<MutexGuard<T>> lock() {
    return new Lock();
  }

  /// Locks the mutex if it is free and nobody waits for it.
  ///
  /// @return the guard, or nothing when the mutex is locked
  public Optional<MutexGuard<T>> tryLock() {
    return switch (permit.tryAcquire(1)) {
      case ACQUIRED -> Optional.of(new MutexGuard<>(this));
      case SHORT -> Optional.empty();
      case CLOSED -> throw neverClosed();
    };
  }

  /// Whether some guard is open now, or on its way to a task that waited.
  public boolean isLocked() {
    return permit.permits() == 0;
  }

  T value() {
    return value;
  }

  void setValue(T value) {
    this.value = value;
  }

  void unlock() {
    permit.release(1);
  }

  private static AssertionError neverClosed() {
    return new AssertionError("the semaphore of a mutex was closed");
  }

  private final class Lock implements Future<MutexGuard<T>> {
    private final BatchSemaphore.Acquire acquire = permit.acquire(1);

    @Override
    public Poll<MutexGuard<T>> poll(Context cx) {
      return switch (acquire.poll(cx)) {
        case ACQUIRED -> Poll.ready(new MutexGuard<>(Mutex.this));
        case SHORT -> Poll.pending();
        case CLOSED -> throw neverClosed();
      };
    }

    @Override
    public void drop() {
      acquire.drop();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(isLocked() ? "a mutex that is locked" : "a mutex that is free");
    }
  }
}
