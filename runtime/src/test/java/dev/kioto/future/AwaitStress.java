package dev.kioto.future;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A waiting thread goes to sleep while it is woken.
final class AwaitStress {
  private AwaitStress() {}

  /// One round of await() up to where it would park: what the waker did is seen by the poll, or the wake is kept.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "woken before the round")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "woken after the poll: the thread will not park")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken between: one poll too many")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "parks beside a value")
  @State
  public static class WakeVsPark {
    private final Await await = new Await(Thread.currentThread(), null);
    private boolean value;

    @Actor
    public void completeAndWake() {
      value = true;
      await.wake();
    }

    @Actor
    public void clearAndPoll(ZZ_Result r) {
      await.clear();
      r.r1 = value;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = await.isWoken();
    }
  }

  /// The same where the wake is cleared after the poll. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "parks beside a value")
  @State
  public static class WakeVsParkBroken {
    private final Await await = new Await(Thread.currentThread(), null);
    private volatile boolean value;

    @Actor
    public void completeAndWake() {
      value = true;
      await.wake();
    }

    @Actor
    public void clearAndPoll(ZZ_Result r) {
      r.r1 = value;
      await.clear();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = await.isWoken();
    }
  }
}
