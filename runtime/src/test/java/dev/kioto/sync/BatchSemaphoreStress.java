package dev.kioto.sync;

import dev.kioto.sync.BatchSemaphore.Acquire;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races of the semaphore: who joins the queue against who releases or closes, who is served against who gives up.
final class BatchSemaphoreStress {
  private BatchSemaphoreStress() {}

  /// A request of one permit whose task does what a task should: poll again after a wake, and only then.
  private static final class Request {
    final AtomicInteger wakes = new AtomicInteger();
    private final Acquire acquire;

    Request(BatchSemaphore semaphore) {
      acquire = semaphore.acquire(1);
    }

    static Request queued(BatchSemaphore semaphore) {
      var request = new Request(semaphore);
      request.poll();
      return request;
    }

    BatchSemaphore.Outcome poll() {
      return acquire.poll(() -> wakes::incrementAndGet);
    }

    void drop() {
      acquire.drop();
    }

    BatchSemaphore.Outcome pollIfWoken() {
      return wakes.get() == 0 ? BatchSemaphore.Outcome.SHORT : poll();
    }
  }

  /// A task begins to wait while the permit it wants is released.
  @JCStressTest
  @Outcome(id = "ACQUIRED, null", expect = Expect.ACCEPTABLE, desc = "released first")
  @Outcome(id = "SHORT, ACQUIRED", expect = Expect.ACCEPTABLE, desc = "waited, was handed the permit and woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits beside a free permit")
  @State
  public static class JoinVsRelease {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private final Request request = new Request(semaphore);

    @Actor
    public void acquire(LL_Result r) {
      r.r1 = request.poll();
    }

    @Actor
    public void release() {
      semaphore.release(1);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (r.r1 == BatchSemaphore.Outcome.SHORT) {
        r.r2 = request.pollIfWoken();
      }
    }
  }

  /// The same with permits and queue in two words that do not know of each other. Must show "SHORT, SHORT".
  @JCStressTest
  @Outcome(id = {"ACQUIRED, null", "SHORT, ACQUIRED"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "SHORT, SHORT", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits beside a free permit")
  @State
  public static class JoinVsReleaseBroken {
    private final AtomicInteger permits = new AtomicInteger();
    private volatile boolean waits;
    private volatile boolean granted;

    @Actor
    public void acquire(LL_Result r) {
      if (permits.compareAndSet(1, 0)) {
        r.r1 = BatchSemaphore.Outcome.ACQUIRED;
      } else {
        waits = true;
        r.r1 = BatchSemaphore.Outcome.SHORT;
      }
    }

    @Actor
    public void release() {
      if (waits) {
        granted = true;
      } else {
        permits.incrementAndGet();
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (r.r1 == BatchSemaphore.Outcome.SHORT) {
        r.r2 = granted ? BatchSemaphore.Outcome.ACQUIRED : BatchSemaphore.Outcome.SHORT;
      }
    }
  }

  /// The first in the queue gives up while the permit comes to it: the second must get it.
  @JCStressTest
  @Outcome(id = "ACQUIRED, 0", expect = Expect.ACCEPTABLE, desc = "passed on, or never got to the first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the permit was lost with the first, or doubled")
  @State
  public static class HandOffVsDrop {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private final Request first = Request.queued(semaphore);
    private final Request second = Request.queued(semaphore);

    @Actor
    public void release() {
      semaphore.release(1);
    }

    @Actor
    public void drop() {
      first.drop();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = second.pollIfWoken();
      r.r2 = semaphore.permits();
    }
  }

  /// The same where a request that gives up leaves the queue and does not look whether it has been served meanwhile.
  /// Must show "SHORT, 0".
  @JCStressTest
  @Outcome(id = "ACQUIRED, 0", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "SHORT, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the permit was lost with the first")
  @State
  public static class HandOffVsDropBroken {
    private final Object lock = new Object();
    private boolean firstWaits = true;
    private boolean secondServed;

    @Actor
    public void release() {
      synchronized (lock) {
        if (firstWaits) {
          firstWaits = false;
        } else {
          secondServed = true;
        }
      }
    }

    @Actor
    public void drop() {
      synchronized (lock) {
        firstWaits = false;
      }
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = secondServed ? BatchSemaphore.Outcome.ACQUIRED : BatchSemaphore.Outcome.SHORT;
      r.r2 = 0;
    }
  }

  /// A task begins to wait while the semaphore is closed.
  @JCStressTest
  @Outcome(id = "CLOSED, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "SHORT, CLOSED", expect = Expect.ACCEPTABLE, desc = "waited, was refused and woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits in a closed semaphore")
  @State
  public static class JoinVsClose {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private final Request request = new Request(semaphore);

    @Actor
    public void acquire(LL_Result r) {
      r.r1 = request.poll();
    }

    @Actor
    public void close() {
      semaphore.close();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (r.r1 == BatchSemaphore.Outcome.SHORT) {
        r.r2 = request.pollIfWoken();
      }
    }
  }

  /// The same where the closed word is looked at once, before the queue is joined. Must show "SHORT, SHORT".
  @JCStressTest
  @Outcome(id = {"CLOSED, null", "SHORT, CLOSED"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "SHORT, SHORT", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits in a closed semaphore")
  @State
  public static class JoinVsCloseBroken {
    private volatile boolean closed;
    private volatile boolean waits;
    private volatile boolean refused;

    @Actor
    public void acquire(LL_Result r) {
      if (closed) {
        r.r1 = BatchSemaphore.Outcome.CLOSED;
      } else {
        waits = true;
        r.r1 = BatchSemaphore.Outcome.SHORT;
      }
    }

    @Actor
    public void close() {
      closed = true;
      refused = waits;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (r.r1 == BatchSemaphore.Outcome.SHORT) {
        r.r2 = refused ? BatchSemaphore.Outcome.CLOSED : BatchSemaphore.Outcome.SHORT;
      }
    }
  }

  /// A permit comes while the semaphore is closed under the one who waits for it.
  @JCStressTest
  @Outcome(id = "ACQUIRED, 0", expect = Expect.ACCEPTABLE, desc = "served, then closed")
  @Outcome(id = "CLOSED, 1", expect = Expect.ACCEPTABLE, desc = "refused, and the permit is free")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a permit was lost or doubled, or nobody was woken")
  @State
  public static class ReleaseVsClose {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private final Request request = Request.queued(semaphore);

    @Actor
    public void release() {
      semaphore.release(1);
    }

    @Actor
    public void close() {
      semaphore.close();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = request.pollIfWoken();
      r.r2 = semaphore.permits();
    }
  }

  /// What the old holder did is seen by the new one.
  @JCStressTest
  @Outcome(id = {"SHORT", "data"}, expect = Expect.ACCEPTABLE, desc = "not released yet, or visible")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the permit came without what was done under it")
  @State
  public static class ReleaseCarriesData {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private @Nullable Object data;

    @Actor
    public void release() {
      data = "data";
      semaphore.release(1);
    }

    @Actor
    public void acquire(L_Result r) {
      var outcome = semaphore.tryAcquire(1);
      r.r1 = outcome == BatchSemaphore.Outcome.ACQUIRED ? data : outcome;
    }
  }

  /// The same for one who waits: the permit travels by the phase of the request.
  @JCStressTest
  @Outcome(id = {"SHORT", "data"}, expect = Expect.ACCEPTABLE, desc = "not released yet, or visible")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the permit came without what was done under it")
  @State
  public static class HandOffCarriesData {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private final Request request = Request.queued(semaphore);
    private @Nullable Object data;

    @Actor
    public void release() {
      data = "data";
      semaphore.release(1);
    }

    @Actor
    public void acquire(L_Result r) {
      var outcome = request.poll();
      r.r1 = outcome == BatchSemaphore.Outcome.ACQUIRED ? data : outcome;
    }
  }

  /// The same where the permit is given before the work is done. Must show "null".
  @JCStressTest
  @Outcome(id = {"SHORT", "data"}, expect = Expect.ACCEPTABLE, desc = "not released yet, or visible")
  @Outcome(id = "null", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the permit came without what was done under it")
  @State
  public static class ReleaseCarriesDataBroken {
    private final BatchSemaphore semaphore = new BatchSemaphore(0);
    private @Nullable Object data;

    @Actor
    public void release() {
      semaphore.release(1);
      Thread.onSpinWait();
      data = "data";
    }

    @Actor
    public void acquire(L_Result r) {
      var outcome = semaphore.tryAcquire(1);
      r.r1 = outcome == BatchSemaphore.Outcome.ACQUIRED ? data : outcome;
    }
  }
}
