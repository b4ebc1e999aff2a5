package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import java.util.function.LongSupplier;

/// Tells when a task was spawned although nobody noted it: ids are given in order, so that it is enough to note now and then
/// which one comes next. That costs a task no memory and a spawn no clock.
///
/// Who notes: workers that have read the clock anyway, when they look at their driver, go to sleep and wake up; the first spawn
/// after one of those notes; and every 64th spawn. A task counts as spawned at the first note after it, or at the last one
/// there is. So it seems younger than it is by microseconds while workers are responsive. When all of them are stuck it may
/// be off by the time that it took to spawn 64 tasks. Notes are thinned out with age: what is old seems younger by up to a
/// sixteenth of its age. Any thread.
final class SpawnTimes {
  /// Those of the process, as ids are.
  static final SpawnTimes SHARED = new SpawnTimes(TaskCell::nextId);

  private static final int CAPACITY = 2048;
  private static final long SPACING_NANOS = 100_000; // a guess: fine enough to tell who came first, and rare
  private static final int FIRST_SHARE = 64;
  private static final int SPAWNS_A_NOTE = 64; // a power of two; the clock is read in one of so many spawns

  private final LongSupplier nextId;
  private final BriefLock lock = new BriefLock();

  // The last note, to tell in one reading that it is too early for another. Written under the lock, read by any thread.
  private volatile long lastNanos = System.nanoTime() - SPACING_NANOS;

  // Whether a worker has noted since a spawn did. Any thread, and who comes first does not matter.
  private volatile boolean spawnNotes = true;

  // Notes by age, oldest first, all guarded by the lock: at this instant this id had not been given, and all below it had.
  private final long[] ids = new long[CAPACITY];
  private final long[] nanos = new long[CAPACITY];
  private int size;

  SpawnTimes(LongSupplier nextId) {
    this.nextId = nextId;
  }

  /// An id was given to a task.
  void spawned(long id) {
    if (spawnNotes || (id & (SPAWNS_A_NOTE - 1)) == 0) {
      spawnNotes = false;
      write(System.nanoTime());
    }
  }

  /// A worker has looked up.
  ///
  /// @param nowNanos a reading of the clock just made
  void note(long nowNanos) {
    if (nowNanos - lastNanos >= SPACING_NANOS) {
      write(nowNanos);
      spawnNotes = true;
    }
  }

  // Unless that was done a moment ago, or is being done.
  private void write(long now) {
    if (now - lastNanos < SPACING_NANOS || !lock.tryLock()) {
      return;
    }
    try {
      long next = nextId.getAsLong();
      if (now - lastNanos < SPACING_NANOS) {
        return;
      }
      lastNanos = now;
      if (size == 0 || ids[size - 1] != next) {
        if (size == CAPACITY) {
          thin(now);
        }
        ids[size] = next;
        nanos[size++] = now;
      }
    } finally {
      lock.unlock();
    }
  }

  // Keeps notes apart by a share of their age, the larger the less room that leaves.
  private void thin(long now) {
    for (int share = FIRST_SHARE; size > CAPACITY / 2; share /= 2) {
      int kept = 1;
      for (int i = 1; i < size; i++) {
        if ((nanos[i] - nanos[kept - 1]) * share >= now - nanos[i] || i == size - 1) {
          ids[kept] = ids[i];
          nanos[kept++] = nanos[i];
        }
      }
      size = kept;
    }
  }

  /// About when the task with an id was spawned, by [System#nanoTime].
  long spawnedAt(long id) {
    lock.lock();
    try {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (ids[middle] > id) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low == size ? lastNanos : nanos[low];
    } finally {
      lock.unlock();
    }
  }
}
