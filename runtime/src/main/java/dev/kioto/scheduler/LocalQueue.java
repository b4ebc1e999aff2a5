package dev.kioto.scheduler;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The run queue of one worker: a ring that its owner fills at the tail, and that the owner and thieves empty at the head.
///
/// The algorithm is that of Tokio's `runtime/scheduler/multi_thread/queue.rs`.
@SuppressWarnings("UnusedVariable") // head and tail are read through their handles
final class LocalQueue {
  /*
   *        steal        real                    tail
   *          |            |                       |
   *   -------v------------v-----------------------v---------
   *    free  |  a thief   |   tasks, oldest first |  free
   *          |  copies    |                       |
   *   ------------------------------------------------------
   *
   * head packs (steal, real), both 32-bit positions that wrap; a position's slot is position & mask.
   *
   *   push      owner       slot[tail] = task; tail += 1 (release)
   *   pop       owner       real += 1, and steal with it when they are equal (CAS)
   *   steal     thief       real += n (CAS), only when steal == real; copy n slots; steal = real (CAS)
   *   overflow  owner       head += capacity (CAS) when full and steal == real: the owner holds every slot
   *
   * Who may touch a slot: between steal and real the thief, between real and tail whoever moves real past it, elsewhere
   * the owner. The owner refills a slot only after it has read a steal beyond it.
   *
   * Happens-before: the owner's release of tail pairs with a thief's acquire of it: the slots up to it are visible. The
   * CAS that moves steal releases the thief's copies; the owner's acquire of head in push pairs with it, so that it does
   * not overwrite a slot that is still being copied.
   */
  static final int DEFAULT_CAPACITY = 256; // Tokio's

  private static final VarHandle HEAD = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "head",
      VarHandle.class, LocalQueue.class, long.class);
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, LocalQueue.class, int.class);

  private final @Nullable ScheduledTask<?>[] slots;
  private final int mask;

  // Owner and thieves, by CAS.
  private volatile long head;

  // Written by the owner (release), read by thieves (acquire).
  private volatile int tail;

  private int overflown; // the owner

  /// @param capacity a power of two, at least 2
  LocalQueue(int capacity) {
    this(capacity, 0);
  }

  /// @param position where head and tail start, so that a test need not push four billion tasks to see them wrap
  LocalQueue(int capacity, int position) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two of at least 2, but is " + capacity);
    }
    slots = new ScheduledTask<?>[capacity];
    mask = capacity - 1;
    head = pack(position, position);
    tail = position;
  }

  private static long pack(int steal, int real) {
    return ((long) steal << 32) | (real & 0xFFFF_FFFFL);
  }

  private static int steal(long head) {
    return (int) (head >>> 32);
  }

  private static int real(long head) {
    return (int) head;
  }

  private long headAcquire() {
    return (long) HEAD.getAcquire(this);
  }

  private int tailOwned() {
    return (int) TAIL.getOpaque(this);
  }

  private void setTailRelease(int value) {
    TAIL.setRelease(this, value);
  }

  /// Adds a task at the back. When the queue is full its newer half and the task go to `inject` in one batch. Owner only.
  ///
  /// @return false when the queue overflowed
  boolean push(ScheduledTask<?> task, InjectQueue inject) {
    while (true) {
      long h = headAcquire();
      int t = tailOwned();
      if (t - steal(h) <= mask) {
        slots[t & mask] = task;
        setTailRelease(t + 1);
        return true;
      }
      if (steal(h) != real(h)) {
        overflown = 1;
        inject.push(task); // a thief is about to make room: not worth a batch
        return false;
      }
      if (overflow(h, t, task, inject)) {
        return false;
      }
    }
  }

  private boolean overflow(long h, int t, ScheduledTask<?> task, InjectQueue inject) {
    int capacity = mask + 1;
    int first = real(h);
    if (!HEAD.compareAndSet(this, h, pack(first + capacity, first + capacity))) {
      return false; // a thief took some: try the fast path again
    }
    int half = capacity / 2;
    overflown = half + 1;
    for (int i = half; i < capacity; i++) {
      int slot = (first + i) & mask;
      var moved = slots[slot];
      slots[slot] = null;
      if (moved != null) {
        inject.push(moved);
      }
    }
    inject.push(task);
    // The older half stands where the ring's next positions are: publishing the tail brings it back.
    setTailRelease(t + half);
    return true;
  }

  /// How many tasks the last push that overflowed has moved. Owner only.
  int overflown() {
    return overflown;
  }

  /// Takes the oldest task, or null when there is none. Owner only.
  @Nullable ScheduledTask<?> pop() {
    while (true) {
      long h = headAcquire();
      int first = real(h);
      if (first == tailOwned()) {
        return null;
      }
      int next = first + 1;
      long advanced = steal(h) == first ? pack(next, next) : pack(steal(h), next);
      if (HEAD.compareAndSet(this, h, advanced)) {
        int slot = first & mask;
        var task = slots[slot];
        slots[slot] = null;
        return task;
      }
    }
  }

  /// Moves half of this queue's tasks, rounded up, to `destination`, and returns the last of them to be run at once.
  /// Called by the owner of `destination`.
  ///
  /// @param taken receives the number of tasks taken; unchanged when none was
  /// @return null when there was nothing to take, another thief is at work, or `destination` is more than half full
  @Nullable ScheduledTask<?> stealInto(LocalQueue destination, StealCount taken) {
    int end = destination.tailOwned();
    if (end - steal(destination.headAcquire()) > destination.slots.length / 2) {
      return null;
    }
    int n = copyHalf(destination, end);
    if (n == 0) {
      return null;
    }
    taken.add(n);
    int last = (end + n - 1) & destination.mask;
    var task = destination.slots[last];
    destination.slots[last] = null;
    if (n > 1) {
      destination.setTailRelease(end + n - 1);
    }
    return task;
  }

  private int copyHalf(LocalQueue destination, int end) {
    int first;
    int n;
    while (true) {
      long h = headAcquire();
      first = real(h);
      if (steal(h) != first) {
        return 0;
      }
      int available = (int) TAIL.getAcquire(this) - first;
      n = available - available / 2;
      if (n <= 0) {
        return 0;
      }
      if (HEAD.compareAndSet(this, h, pack(first, first + n))) {
        break;
      }
    }
    for (int i = 0; i < n; i++) {
      int slot = (first + i) & mask;
      destination.slots[(end + i) & destination.mask] = slots[slot];
      slots[slot] = null;
    }
    while (true) {
      long h = headAcquire();
      if (HEAD.compareAndSet(this, h, pack(real(h), real(h)))) {
        return n;
      }
    }
  }

  /// Tasks in the queue; a moment old for all but the owner.
  int size() {
    long h = headAcquire();
    int size = (int) TAIL.getAcquire(this) - real(h);
    return Math.clamp(size, 0, mask + 1);
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /// Free slots, as seen by the owner.
  int remaining() {
    return mask + 1 - (tailOwned() - steal(headAcquire()));
  }

  int capacity() {
    return mask + 1;
  }

  /// How much a thief has taken. Written by the thief alone, opaque; read by any thread.
  static final class StealCount {
    private static final VarHandle TASKS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tasks",
        VarHandle.class, StealCount.class, long.class);
    private static final VarHandle OPERATIONS = ConstantBootstraps
        .fieldVarHandle(MethodHandles.lookup(), "operations", VarHandle.class, StealCount.class, long.class);

    private long tasks;
    private long operations;

    /// The sum of two counts that do not change any more.
    void add(StealCount a, StealCount b) {
      TASKS.setOpaque(this, tasks + a.tasks() + b.tasks());
      OPERATIONS.setOpaque(this, operations + a.operations() + b.operations());
    }

    void add(int n) {
      TASKS.setOpaque(this, tasks + n);
      OPERATIONS.setOpaque(this, operations + 1);
    }

    long tasks() {
      return (long) TASKS.getOpaque(this);
    }

    long operations() {
      return (long) OPERATIONS.getOpaque(this);
    }
  }
}
