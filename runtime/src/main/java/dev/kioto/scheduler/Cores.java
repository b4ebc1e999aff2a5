package dev.kioto.scheduler;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The cores of a runtime's workers: those in charge, and those that are leaving. Any thread.
final class Cores {
  /*
   *   {} -> all of them at the start -> ... -> {} // when the last has left; final
   *
   * A core is in from before its thread may push to it until after its queue is empty and its thread will not push again: a
   * thief that walks over them finds whatever is in a queue.
   *
   * A successor is added before it replaces a core, and not when nobody is left. So from the start on there is always one in,
   * and the end is seen once: by whoever removed the last.
   */
  private static final WorkerCore[] NONE = {};
  private static final long OUT_OF_MEMORY_NANOS = 1_000_000; // a guess: until it is looked for memory again

  private final AtomicReference<WorkerCore[]> all = new AtomicReference<>(NONE);

  /// Replaced at each change, and itself never changed.
  WorkerCore[] all() {
    return all.get();
  }

  /// Adds those that the runtime starts with. Once.
  void start(Collection<WorkerCore> cores) {
    all.set(cores.toArray(NONE));
  }

  /// Adds a successor.
  ///
  /// @return false when the last has left: there is nobody to succeed
  boolean add(WorkerCore core) {
    while (true) {
      var before = all.get();
      if (before.length == 0) {
        return false;
      }
      var more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = core;
      if (all.compareAndSet(before, more)) {
        return true;
      }
    }
  }

  /// A core has left, or will not run.
  ///
  /// @return true when it was the last
  boolean remove(WorkerCore core) {
    while (true) {
      var before = all.get();
      var less = without(before, core);
      if (less == null) {
        LockSupport.parkNanos(OUT_OF_MEMORY_NANOS); // there is no going on without: others wait for the end
      } else if (all.compareAndSet(before, less)) {
        return less.length == 0;
      }
    }
  }

  private static WorkerCore @Nullable [] without(WorkerCore[] cores, WorkerCore gone) {
    try {
      return Arrays.stream(cores).filter(other -> !other.equals(gone)).toArray(WorkerCore[]::new);
    } catch (OutOfMemoryError _) {
      return null;
    }
  }
}
