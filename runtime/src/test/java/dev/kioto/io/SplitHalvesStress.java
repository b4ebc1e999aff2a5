package dev.kioto.io;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Races of the two halves of a stream that is not for two threads.
final class SplitHalvesStress {
  private SplitHalvesStress() {}

  /// Both halves are polled, each of which counts, and the count is plain.
  @JCStressTest
  @Outcome(id = {"2, 2", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "one after the other, or one alone")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a poll that does not see the one before")
  @State
  public static class PollVsPoll {
    private final Halves<DuplexStream> halves = new Halves<>(Io.duplex(1).a());
    private int polls;
    private boolean first;
    private boolean second;

    private boolean poll() {
      boolean entered = halves.enter();
      if (entered) {
        polls++;
        halves.leave();
      }
      return entered;
    }

    @Actor
    public void read() {
      first = poll();
    }

    @Actor
    public void write() {
      second = poll();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = polls;
      r.r2 = (first ? 1 : 0) + (second ? 1 : 0);
    }
  }

  /// The same where the word is looked at and then set. Must show "1, 2".
  @JCStressTest
  @Outcome(id = {"2, 2", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both were in it, and one count is lost")
  @State
  public static class PollVsPollBroken {
    private volatile boolean polled;
    private int polls;
    private boolean first;
    private boolean second;

    private boolean poll() {
      if (polled) {
        return false;
      }
      polled = true;
      int before = polls;
      Thread.onSpinWait();
      polls = before + 1;
      polled = false;
      return true;
    }

    @Actor
    public void read() {
      first = poll();
    }

    @Actor
    public void write() {
      second = poll();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = polls;
      r.r2 = (first ? 1 : 0) + (second ? 1 : 0);
    }
  }
}
