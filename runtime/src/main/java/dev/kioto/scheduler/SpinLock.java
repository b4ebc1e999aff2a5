package dev.kioto.scheduler;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A lock for a few instructions that none but the JVM can interrupt: no allocation, no call, no other lock. Cheaper than a
/// [dev.kioto.future.BriefLock] where nobody ever has to wait for long. Not reentrant. Any thread.
@SuppressWarnings("UnusedVariable") // read through its handle
final class SpinLock {
  /*
   *  FREE -> HELD   // lock: CAS, acquire
   *  HELD -> FREE   // unlock: release
   *
   * Happens-before: the release of the one who unlocks pairs with the acquire of the next CAS.
   *
   * Nobody queues, so nobody can be woken to a lock and lack a thread to take it. The holder is only ever preempted; who
   * waits gives up its processor, or a virtual thread its worker, until it goes on.
   */
  private static final VarHandle HELD = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "held",
      VarHandle.class, SpinLock.class, boolean.class);
  private static final int SPINS = 100; // a guess: longer than it is held by a thread that runs

  private volatile boolean held;

  void lock() {
    int spins = 0;
    while (!HELD.weakCompareAndSetAcquire(this, false, true)) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  void unlock() {
    HELD.setRelease(this, false);
  }
}
