package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Owner;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that one task at a time may work with, and keep while it waits for something else. Follows Tokio's
/// `sync/mutex.rs`.
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
/// A direct task that is aborted unwinds and closes its guard. A future that keeps a guard from one poll to the next closes it
/// in its [Future#drop], or an abort leaves the mutex locked.
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. Everything done with one guard before it was closed is visible to the
/// owner of the next.
///
/// @param <T> the type of the value
public final class Mutex<T extends @Nullable Object> {

  /*
   * The lock is one permit of a semaphore; a guard stands for the permit. `value` is touched by the owner of an open
   * guard only, and travels from owner to owner over the edge from BatchSemaphore.release to the acquire that follows.
   */

  private static final ResourceType<Mutex<?>> TYPE = ResourceType.of("Mutex", ResourceKind.SYNC,
      (mutex, out) -> out.set("locked", mutex.isLocked()).owner(mutex.ownerTaskId()));
  private static final VarHandle OWNER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "owner",
      VarHandle.class, Mutex.class, long.class);

  private final BatchSemaphore permit = new BatchSemaphore(1);
  private final Observed observed = Observed.of(TYPE);

  // The owner of the permit only.
  private T value;

  // The task that locked, or 0. Written opaque by the owner of the permit, read opaque by anybody: it orders nothing.
  @SuppressWarnings("UnusedVariable") // OWNER
  private long owner;

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
    return new Lock<>(this);
  }

  /// Locks the mutex if it is free and nobody waits for it.
  ///
  /// @return the guard, or nothing when the mutex is locked
  public Optional<MutexGuard<T>> tryLock() {
    return permit.tryAcquire(1) == BatchSemaphore.Outcome.ACQUIRED ? Optional.of(locked()) : Optional.empty();
  }

  /// Whether some guard is open now, or on its way to a task that waited.
  public boolean isLocked() {
    return permit.permits() == 0;
  }

  /// The task whose guard is open, 0 when there is none, or when the mutex was locked outside a task. Of about now. A guard
  /// that was handed on is still that of the task that locked.
  long ownerTaskId() {
    return (long) OWNER.getOpaque(this);
  }

  T value() {
    return value;
  }

  void setValue(T value) {
    this.value = value;
  }

  void unlock() {
    OWNER.setOpaque(this, 0L);
    permit.release(1);
  }

  private MutexGuard<T> locked() {
    OWNER.setOpaque(this, Owner.current());
    return new MutexGuard<>(this);
  }

  private static final class Lock<T extends @Nullable Object> extends PermitOperation<MutexGuard<T>> {
    private final Mutex<T> mutex;

    Lock(Mutex<T> mutex) {
      super(mutex.permit, 1);
      this.mutex = mutex;
    }

    @Override
    MutexGuard<T> acquired() {
      return mutex.locked();
    }

    @Override
    protected String source() {
      return "Mutex::lock";
    }

    @Override
    protected @Nullable Resource resource() {
      return mutex.observed.resource(mutex);
    }

    @Override
    public void describe(AwaitTrace trace) {
      long owner = mutex.ownerTaskId();
      if (owner != 0) {
        trace.task(owner, "a mutex that task " + owner + " holds");
      } else {
        trace.detail(mutex.isLocked() ? "a mutex that is locked" : "a mutex that is free");
      }
    }
  }
}
