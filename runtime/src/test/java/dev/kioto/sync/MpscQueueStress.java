package dev.kioto.sync;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of the queue of a channel: two sends, a send against a receive, where a block ends.
final class MpscQueueStress {
  private MpscQueueStress() {}

  /// Two pushes that need the next block of the queue.
  @JCStressTest
  @Outcome(id = {"a, b", "b, a"}, expect = Expect.ACCEPTABLE, desc = "both, in either order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one was lost")
  @State
  public static class TwoPushes {
    private final MpscQueue<String> queue = fullBlock(32);

    @Actor
    public void one() {
      queue.push("a");
    }

    @Actor
    public void other() {
      queue.push("b");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      skip(queue, 32);
      r.r1 = queue.pop();
      r.r2 = queue.pop();
    }
  }

  /// The same with an index that is read and written instead of claimed. Must show one message alone.
  @JCStressTest
  @Outcome(id = {"a, b", "b, a"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"a, null", "b, null"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "one was lost")
  @State
  public static class TwoPushesBroken {
    private final @Nullable String[] slots = new @Nullable String[2];
    private volatile int pushIndex;

    @Actor
    public void one() {
      push("a");
    }

    @Actor
    public void other() {
      push("b");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = slots[0];
      r.r2 = slots[1];
    }

    private void push(String value) {
      int index = pushIndex;
      pushIndex = index + 1;
      slots[index] = value;
    }
  }

  /// One thread pushes over the edge of a block while the other pops over it.
  @JCStressTest
  @Outcome(id = {"null, null, a", "null, a, b", "a, null, b", "a, b, null"}, expect = Expect.ACCEPTABLE,
      desc = "in order, as far as it was there")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class PushVsPop {
    private final MpscQueue<String> queue = fullBlock(31);

    public PushVsPop() {
      skip(queue, 31);
    }

    @Actor
    public void push() {
      queue.push("a");
      queue.push("b");
    }

    @Actor
    public void pop(LLL_Result r) {
      r.r1 = queue.pop();
      r.r2 = queue.pop();
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = queue.pop();
    }
  }

  private static MpscQueue<String> fullBlock(int messages) {
    var queue = new MpscQueue<String>();
    for (int i = 0; i < messages; i++) {
      queue.push("");
    }
    return queue;
  }

  private static void skip(MpscQueue<String> queue, int messages) {
    for (int i = 0; i < messages; i++) {
      queue.pop();
    }
  }
}
