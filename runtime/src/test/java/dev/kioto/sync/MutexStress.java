package dev.kioto.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.IZZ_Result;

/// Races of the mutex that are not the semaphore's own.
final class MutexStress {
  private MutexStress() {}

  /// Two threads add to the value; one or both get the lock.
  @JCStressTest
  @Outcome(id = {"1, true, false", "1, false, true", "2, true, true"}, expect = Expect.ACCEPTABLE, desc = "one by one")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both were inside at once")
  @State
  public static class Exclusion {
    private final Mutex<Integer> mutex = new Mutex<>(0);

    @Actor
    public void one(IZZ_Result r) {
      r.r2 = add(mutex);
    }

    @Actor
    public void other(IZZ_Result r) {
      r.r3 = add(mutex);
    }

    @Arbiter
    public void arbiter(IZZ_Result r) {
      r.r1 = mutex.tryLock().orElseThrow().get();
    }

    private static boolean add(Mutex<Integer> mutex) {
      var locked = mutex.tryLock();
      if (locked.isEmpty()) {
        return false;
      }
      try (var guard = locked.get()) {
        guard.set(guard.get() + 1);
        return true;
      }
    }
  }

  /// The same without the lock. Must show "1, true, true".
  @JCStressTest
  @Outcome(id = "2, true, true", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1, true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both were inside at once")
  @State
  public static class ExclusionBroken {
    private volatile int value;

    @Actor
    public void one(IZZ_Result r) {
      r.r2 = add();
    }

    @Actor
    public void other(IZZ_Result r) {
      r.r3 = add();
    }

    @Arbiter
    public void arbiter(IZZ_Result r) {
      r.r1 = value;
    }

    private boolean add() {
      int before = value;
      value = before + 1;
      return true;
    }
  }

  /// Two threads close one guard.
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "unlocked once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the mutex admits two from now on, or nobody")
  @State
  public static class TwoCloses {
    private final Mutex<String> mutex = new Mutex<>("");
    private final MutexGuard<String> guard = mutex.tryLock().orElseThrow();

    @Actor
    public void one() {
      guard.close();
    }

    @Actor
    public void other() {
      guard.close();
    }

    @Arbiter
    public void arbiter(I_Result r) {
      for (r.r1 = 0; r.r1 < 3 && mutex.tryLock().isPresent(); r.r1++) {}
    }
  }

  /// The same with a flag that is read and then written. Must show "2".
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the mutex admits two from now on")
  @State
  public static class TwoClosesBroken {
    private final BatchSemaphore permit = new BatchSemaphore(0);
    private volatile boolean closed;

    @Actor
    public void one() {
      close();
    }

    @Actor
    public void other() {
      close();
    }

    @Arbiter
    public void arbiter(I_Result r) {
      r.r1 = permit.permits();
    }

    private void close() {
      if (!closed) {
        closed = true;
        permit.release(1);
      }
    }
  }
}
