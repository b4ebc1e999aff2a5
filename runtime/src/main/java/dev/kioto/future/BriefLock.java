package dev.kioto.future;

import java.util.concurrent.locks.ReentrantLock;

/// A lock for those who write futures: it is held for a few instructions, none of which block, and taken in polls and by
/// virtual threads alike.
///
/// A future that takes another kind of lock in its poll can stop its runtime: with `synchronized` or a plain
/// [ReentrantLock] the workers may wait behind a virtual thread that needs one of them to go on.
public final class BriefLock extends ReentrantLock {
  /*
   * No virtual thread queues for it. A lock that is released wakes the first in its queue and nobody else. A virtual
   * thread that is woken needs a worker to go on; and the workers, which take the same lock when they poll, or whenever a
   * task ends, may all have queued up behind it. The lock is free then, and nobody is left to take it. (The JDK has the
   * same concern where it pins a thread that submits itself.) So a virtual thread tries, and yields its worker when that
   * fails for a while. The holder is never suspended, only preempted, so the wait is short.
   */
  private static final long serialVersionUID = 1;
  private static final int SPINS = 100; // a guess: longer than the lock is held by a thread that runs

  @Override
  public void lock() {
    if (!Thread.currentThread().isVirtual()) {
      super.lock();
      return;
    }
    int spins = 0;
    while (!tryLock()) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
