package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// Every task of a runtime that has not ended: what shutdown must end. Any thread.
///
/// Lists linked through the tasks themselves, sharded by task id, as Tokio's `runtime/task/list.rs`.
final class OwnedTasks {
  private static final VarHandle SIZE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "size",
      VarHandle.class, Shard.class, int.class);

  private final Shard[] shards;

  // Volatile, and written while every shard's lock is taken in turn: a task that entered a shard before is seen by the
  // sweep that follows, one that comes after sees the flag.
  private volatile boolean closed;

  private final Runnable whenDrained;
  private final BriefLock drainLock = new BriefLock();
  private final Condition drained = drainLock.newCondition();

  /// @param whenDrained run once or more after the last task has gone, by whoever ended it, and never before [#close]
  OwnedTasks(int workers, Runnable whenDrained) {
    this.whenDrained = whenDrained;
    int n = Math.min(65_536, Integer.highestOneBit(Math.max(1, workers * 2 - 1)) * 4); // Tokio's rule
    shards = new Shard[n];
    for (int i = 0; i < n; i++) {
      shards[i] = new Shard();
    }
  }

  private static final class Shard {
    final SpinLock lock = new SpinLock(); // also held for a walk over the shard, which is rare
    @Nullable TaskCell<?> first; // guarded by the lock
    volatile int size; // written under the lock
    final Count added = new Count(); // written under the lock
  }

  private Shard shardOf(TaskCell<?> task) {
    return shards[(int) task.id() & (shards.length - 1)];
  }

  /// Takes a task in.
  ///
  /// @return false when closed: the task must not run
  boolean add(TaskCell<?> task) {
    var shard = shardOf(task);
    shard.lock.lock();
    try {
      if (closed) {
        return false;
      }
      var next = shard.first;
      task.ownedNext = next;
      if (next != null) {
        next.ownedPrevious = task;
      }
      shard.first = task;
      task.owned = true;
      setSize(shard, shard.size + 1);
      shard.added.increment();
      return true;
    } finally {
      shard.lock.unlock();
    }
  }

  /// Lets a task go that has ended; does nothing when it is not in.
  void remove(TaskCell<?> task) {
    var shard = shardOf(task);
    shard.lock.lock();
    try {
      if (!task.owned) {
        return;
      }
      unlink(shard, task);
      setSize(shard, shard.size - 1);
    } finally {
      shard.lock.unlock();
    }
    if (closed) {
      tellIfDrained();
    }
  }

  private static void setSize(Shard shard, int size) {
    SIZE.setRelease(shard, size);
  }

  private static void unlink(Shard shard, TaskCell<?> task) {
    var previous = task.ownedPrevious;
    var next = task.ownedNext;
    if (previous != null) {
      previous.ownedNext = next;
    } else {
      shard.first = next;
    }
    if (next != null) {
      next.ownedPrevious = previous;
    }
    task.ownedPrevious = null;
    task.ownedNext = null;
    task.owned = false;
  }

  // Of two that let the last tasks go at the same time, the one that looks later finds nothing left.
  private void tellIfDrained() {
    if (!isDrained()) {
      return;
    }
    whenDrained.run();
    drainLock.lock();
    try {
      drained.signalAll();
    } finally {
      drainLock.unlock();
    }
  }

  /// Refuses new tasks from now on.
  void close() {
    closed = true;
    for (var shard : shards) {
      shard.lock.lock();
      try {
        assert closed; // whoever held the lock has added its task: it is in before the sweep
      } finally {
        shard.lock.unlock();
      }
    }
    tellIfDrained();
  }

  boolean isClosed() {
    return closed;
  }

  /// The tasks that are in now.
  List<TaskCell<?>> snapshot() {
    var tasks = new ArrayList<TaskCell<?>>();
    for (var shard : shards) {
      shard.lock.lock();
      try {
        for (var task = shard.first; task != null; task = task.ownedNext) {
          tasks.add(task);
        }
      } finally {
        shard.lock.unlock();
      }
    }
    return tasks;
  }

  /// Whether none is in.
  boolean isDrained() {
    for (var shard : shards) {
      shard.lock.lock();
      try {
        if (shard.first != null) {
          return false;
        }
      } finally {
        shard.lock.unlock();
      }
    }
    return true;
  }

  /// Waits until the last task has gone. After [#close].
  ///
  /// @return false when the time ran out
  boolean awaitDrained(long nanos) throws InterruptedException {
    drainLock.lock();
    try {
      long left = nanos;
      while (!isDrained()) {
        if (left <= 0) {
          return false;
        }
        left = drained.awaitNanos(left);
      }
      return true;
    } finally {
      drainLock.unlock();
    }
  }

  /// Tasks that were ever taken in; a moment old.
  long added() {
    long added = 0;
    for (var shard : shards) {
      added += shard.added.get();
    }
    return added;
  }

  /// Tasks in now; a moment old.
  long size() {
    long size = 0;
    for (var shard : shards) {
      size += shard.size;
    }
    return size;
  }
}
