package dev.kioto.scheduler;

import java.util.concurrent.locks.ReentrantLock;

/// A lock for a few instructions, none of which block, that workers share with the virtual threads that they carry.
final class BriefLock extends ReentrantLock {
  /*
   * No virtual thread queues for it. A ReentrantLock that is released wakes the first in its queue and nobody else. A
   * virtual thread that is woken needs a worker to go on; and the workers, which take the same lock whenever a task ends,
   * may all have queued up behind it. The lock is free then, and nobody is left to take it. (The JDK has the same concern
   * where it pins a thread that submits.) So a virtual thread tries, and yields its worker when that fails for a while. Its
   * holder is never suspended, only preempted, so the wait is short.
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
