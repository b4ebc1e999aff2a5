package dev.kioto.net;

import dev.kioto.net.HalvesState.Left;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The two halves of a stream are closed at a time: exactly one of their users closes the stream.
final class HalvesStress {
  private HalvesStress() {}

  /// Each result says whether that user closes the stream, and sees what the other did before.
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "the last one closes the stream")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN,
      desc = "nobody closes it, or one who misses what the other did")
  @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "both close it")
  @State
  public static class CloseVsClose {
    private final HalvesState state = new HalvesState();
    private int reads;
    private int writes;

    @Actor
    public void reader(ZZ_Result r) {
      reads = 1;
      r.r1 = state.leave(HalvesState.READ) == Left.NOTHING && writes == 1;
    }

    @Actor
    public void writer(ZZ_Result r) {
      writes = 1;
      r.r2 = state.leave(HalvesState.WRITE) == Left.NOTHING && reads == 1;
    }
  }

  /// The same where the word is read and then written. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both close it")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "nobody closes the stream")
  @State
  public static class CloseVsCloseBroken {
    private volatile int inUse = HalvesState.READ | HalvesState.WRITE;

    private boolean isLast(int half) {
      int before = inUse;
      Thread.onSpinWait();
      inUse = before & ~half;
      return before == half;
    }

    @Actor
    public void reader(ZZ_Result r) {
      r.r1 = isLast(HalvesState.READ);
    }

    @Actor
    public void writer(ZZ_Result r) {
      r.r2 = isLast(HalvesState.WRITE);
    }
  }
}
