package dev.kioto.sync;

import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Owner;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that several tasks at once may read, or one may change. Follows Tokio's `sync/rwlock.rs`.
///
/// It is fair: tasks are served in the order in which they first polled, so a write that waits lets no later read past it,
/// and a stream of readers does not keep it out. Hence a task that reads must not wait for another read of the same lock:
/// with a write between the two it would wait forever. It does not belong to a thread: a guard may be handed to another
/// task and closed there.
///
/// ```java
/// var routes = new RwLock<>(Map.<String, Target>of());
/// try (var guard = routes.read().await()) {
///   return guard.get().get(name);
/// }
/// ```
///
/// The lock keeps others from the reference. A reader that changes the object behind it has no protection, so the value is
/// best one that cannot be changed, and is replaced by [RwLockWriteGuard#set].
///
/// A future that keeps a guard from one poll to the next closes it in its [Future#drop], as of a [Mutex].
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. What a writer did is visible to those who lock after it.
///
/// @param <T> the type of the value
public final class RwLock<T extends @Nullable Object> {

  /*
   * A read is one permit of a semaphore, a write all of them; a guard stands for its permits. `value` is written by the
   * owner of an open write guard only, and read by those of any guard. It travels over the edge from
   * BatchSemaphore.release to the acquire that follows, in both directions.
   */

  /// How many may read at once unless less is said: the limit of Tokio's, which is far from what memory allows.
  public static final int MAX_READERS = (1 << 29) - 1;

  private static final ResourceType<RwLock<?>> TYPE = ResourceType.of("RwLock", ResourceKind.SYNC, RwLock::describe);
  private static final VarHandle WRITER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "writer",
      VarHandle.class, RwLock.class, long.class);
  private static final VarHandle WRITE_LOCKED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "writeLocked",
      VarHandle.class, RwLock.class, boolean.class);

  final int maxReaders;
  final BatchSemaphore permits;
  final Holders readers = new Holders();
  final Observed observed = Observed.of(TYPE);

  // Written by the owner of all permits only.
  private T value;

  // Whether there is a write guard, and the task that got it, or 0. Written opaque by the owner of all permits, read opaque
  // by anybody: they order nothing.
  @SuppressWarnings("UnusedVariable") // WRITE_LOCKED
  private boolean writeLocked;
  @SuppressWarnings("UnusedVariable") // WRITER
  private long writer;

  public RwLock(T value) {
    this(value, MAX_READERS);
  }

  private RwLock(T value, int maxReaders) {
    this.value = value;
    this.maxReaders = maxReaders;
    this.permits = new BatchSemaphore(maxReaders);
  }

  /// A lock that fewer may read at once.
  ///
  /// @param maxReaders 1 to [#MAX_READERS]
  /// @throws IllegalArgumentException when `maxReaders` is not in that range
  public static <T extends @Nullable Object> RwLock<T> withMaxReaders(T value, int maxReaders) {
    if (maxReaders < 1 || maxReaders > MAX_READERS) {
      throw new IllegalArgumentException(
          "the number of readers must be from 1 to " + MAX_READERS + ", was " + maxReaders);
    }
    return new RwLock<>(value, maxReaders);
  }

  /// Waits until nobody writes, and nobody who came before waits to write. The task takes its place in the queue at the
  /// first poll.
  ///
  /// Cancellation: a future that is dropped, or whose [Future#await] is interrupted, leaves the queue; if the lock was
  /// already on its way to it, the next in the queue gets it. Asking anew starts at the end of the queue.
  ///
  /// @return the guard, to be closed by whoever gets it; one that is never closed keeps writers out forever
  public Future<RwLockReadGuard<T>> read() {
    return new RwLockOperations.Read<>(this);
  }

  /// Waits until nobody reads or writes. The task takes its place in the queue at the first poll; from then on no later
  /// read gets past it.
  ///
  /// Cancellation: as of [#read]. Readers that waited behind it go on.
  ///
  /// @return the guard, to be closed by whoever gets it; one that is never closed keeps everybody out forever
  public Future<RwLockWriteGuard<T>> write() {
    return new RwLockOperations.Write<>(this);
  }

  /// A read guard if nobody writes and nobody waits; nothing otherwise.
  public Optional<RwLockReadGuard<T>> tryRead() {
    return permits.tryAcquire(1) == BatchSemaphore.Outcome.ACQUIRED ? Optional.of(readLocked()) : Optional.empty();
  }

  /// A write guard if nobody reads or writes; nothing otherwise.
  public Optional<RwLockWriteGuard<T>> tryWrite() {
    return permits.tryAcquire(maxReaders) == BatchSemaphore.Outcome.ACQUIRED
        ? Optional.of(writeLocked()) : Optional.empty();
  }

  /// The guard of one permit that was just acquired.
  RwLockReadGuard<T> readLocked() {
    var guard = new RwLockReadGuard<>(this);
    readers.add(guard, observed.resource(this));
    return guard;
  }

  void readUnlocked(RwLockReadGuard<T> guard) {
    readers.remove(guard);
    permits.release(1);
  }

  /// The guard of all permits, which were just acquired.
  RwLockWriteGuard<T> writeLocked() {
    WRITE_LOCKED.setOpaque(this, true);
    WRITER.setOpaque(this, Owner.current());
    return new RwLockWriteGuard<>(this);
  }

  void writeUnlocked(int given) {
    WRITER.setOpaque(this, 0L);
    WRITE_LOCKED.setOpaque(this, false);
    permits.release(given);
  }

  T value() {
    return value;
  }

  void setValue(T value) {
    this.value = value;
  }

  /// Whether there is a write guard. Of about now.
  boolean isWriteLocked() {
    return (boolean) WRITE_LOCKED.getOpaque(this);
  }

  /// The task that got the write guard, 0 when there is none or it was got outside a task. Of about now.
  long writerTaskId() {
    return (long) WRITER.getOpaque(this);
  }

  /// A guard that is on its way to its task counts as one that is there.
  private void describe(Attributes out) {
    int given = maxReaders - permits.permits() - permits.collected();
    boolean writing = isWriteLocked() || given == MAX_READERS || permits.isAllGranted();
    out.set("max_readers", maxReaders).set("write_locked", writing).set("current_readers", writing ? 0 : given)
        .owner(writerTaskId());
    readers.describe(out);
  }
}
