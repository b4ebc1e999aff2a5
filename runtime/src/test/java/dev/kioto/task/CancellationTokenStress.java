package dev.kioto.task;

import dev.kioto.future.Future;
import dev.kioto.future.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A token is cancelled while it gets children, and while somebody begins to wait for one of them.
final class CancellationTokenStress {
  private CancellationTokenStress() {}

  /// A child is made, and waited for, while its parent is cancelled.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "was cancelled when the wait began")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for a token that is cancelled, or is not")
  @State
  public static class ChildVsCancel {
    private final CancellationToken token = new CancellationToken();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void cancel() {
      token.cancel();
    }

    @Actor
    public void waitForAChild(ZZ_Result r) {
      r.r1 = token.child().cancelled().poll(() -> wakes::incrementAndGet).isReady();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where a child is added without a look at whether the parent was cancelled meanwhile. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for a token that is cancelled")
  @State
  public static class ChildVsCancelBroken {
    private final Object lock = new Object();
    private final List<AtomicInteger> children = new ArrayList<>();
    private volatile boolean cancelled;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void cancel() {
      synchronized (lock) {
        cancelled = true;
        children.forEach(AtomicInteger::incrementAndGet);
      }
    }

    @Actor
    public void waitForAChild(ZZ_Result r) {
      boolean over = cancelled;
      Thread.onSpinWait();
      if (!over) {
        synchronized (lock) {
          children.add(wakes);
        }
      }
      r.r1 = over;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// One that waits already polls again, with the waker that it has there, while the token is cancelled.
  @JCStressTest
  @Outcome(id = {"true, true", "true, false"}, expect = Expect.ACCEPTABLE, desc = "was cancelled when it polled again")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "woken after the poll began")
  @Outcome(expect = Expect.FORBIDDEN, desc = "was woken before, and did not see why")
  @State
  public static class SecondPollVsCancel {
    private final CancellationToken token = new CancellationToken();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Waker waker = wakes::incrementAndGet;
    private final Future<?> cancelled = token.cancelled();
    private int before;

    public SecondPollVsCancel() {
      cancelled.poll(() -> waker);
    }

    @Actor
    public void cancel() {
      token.cancel();
    }

    @Actor
    public void poll(ZZ_Result r) {
      before = wakes.get();
      r.r1 = cancelled.poll(() -> waker).isReady();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > before;
    }
  }

  /// The same where the token is marked after the wake. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, true", "true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "was woken before, and did not see why")
  @State
  public static class SecondPollVsCancelBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean cancelled;
    private int before;

    @Actor
    public void cancel() {
      wakes.incrementAndGet();
      Thread.onSpinWait();
      cancelled = true;
    }

    @Actor
    public void poll(ZZ_Result r) {
      before = wakes.get();
      r.r1 = cancelled;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > before;
    }
  }

  /// Two cancel the same token: each finds its child cancelled when it is done.
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "cancelled for both")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a cancel returned before its work was done")
  @State
  public static class CancelVsCancel {
    private final CancellationToken token = new CancellationToken();
    private final CancellationToken child = token.child();

    @Actor
    public void one(ZZ_Result r) {
      token.cancel();
      r.r1 = child.isCancelled();
    }

    @Actor
    public void other(ZZ_Result r) {
      token.cancel();
      r.r2 = child.isCancelled();
    }
  }

  /// The same where the second does nothing, as the token is cancelled. Must show one of them false.
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "cancelled for both")
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "a cancel returned before its work was done")
  @State
  public static class CancelVsCancelBroken {
    private final AtomicInteger token = new AtomicInteger();
    private volatile boolean child;

    @Actor
    public void one(ZZ_Result r) {
      cancel();
      r.r1 = child;
    }

    @Actor
    public void other(ZZ_Result r) {
      cancel();
      r.r2 = child;
    }

    private void cancel() {
      if (token.getAndSet(1) == 0) {
        Thread.onSpinWait();
        child = true;
      }
    }
  }
}
