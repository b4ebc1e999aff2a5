package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The cores of a runtime's workers: those in charge, and those that are leaving. Sees to it that each worker has one in
/// charge. Any thread.
final class Cores {
  /*
   * A core is in `all` from before its thread is started until after its queue is empty and its thread will not push to it
   * again: a thief that walks over `all` finds whatever is in a queue.
   *
   * `running` counts the same cores. It reaches 0 once, when the last of them leaves: a core is added only by another that
   * is in (or at the start), so it never comes back from 0.
   */
  private final MultiThread scheduler;
  private final BriefLock lock = new BriefLock();

  // Replaced under the lock, never changed.
  private volatile WorkerCore[] all = {};

  private int running; // guarded by the lock

  Cores(MultiThread scheduler) {
    this.scheduler = scheduler;
  }

  WorkerCore[] all() {
    return all;
  }

  void add(WorkerCore core) {
    lock.lock();
    try {
      var more = Arrays.copyOf(all, all.length + 1);
      more[all.length] = core;
      all = more;
      running++;
    } finally {
      lock.unlock();
    }
  }

  /// A core has left, or will not run.
  ///
  /// @return true when it was the last
  boolean remove(WorkerCore core) {
    lock.lock();
    try {
      all = Arrays.stream(all).filter(other -> !other.equals(core)).toArray(WorkerCore[]::new);
      return --running == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Puts a new core in charge of the worker of one that was just detached, and gives it a thread.
  ///
  /// @return the new core; null when the system refused a thread, and the old one is in charge again
  @Nullable WorkerCore succeed(WorkerCore old) {
    var worker = old.worker();
    var next = new WorkerCore(scheduler, worker);
    add(next);
    worker.install(next);
    try {
      scheduler.blockingPool().launch(next);
      return next;
    } catch (OutOfMemoryError _) { // "unable to create native thread"
      giveBack(old, next);
      return null;
    }
  }

  /// Puts a core in charge again whose successor was claimed before it ran.
  void giveBack(WorkerCore old, WorkerCore unused) {
    old.worker().install(old);
    old.reattach();
    old.worker().retire(unused.stats);
    remove(unused);
  }
}
