package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races of the watch channel: sleep against change and end, version against value, two modifiers.
final class WatchStress {
  private static final String PENDING = "pending";

  private WatchStress() {}

  private static Object describe(Poll<Boolean> poll) {
    return poll instanceof Poll.Ready<Boolean>(Boolean value) ? value : PENDING;
  }

  private static Object describeIfWoken(HandPolled<Boolean> future) {
    return future.wakes() == 0 ? PENDING : describe(future.poll());
  }

  /// A receiver falls asleep while the last value is sent and the channel ends: it is told of the value, then of the end.
  @JCStressTest
  @Outcome(id = "true, null, false", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, true, false", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside the change, or sees the end before it")
  @State
  public static class ChangedVsSendAndClose {
    private final Watch.Channel<String> channel = Watch.channel("old");
    private final HandPolled<Boolean> changed = HandPolled.of(channel.receiver().changed());

    @Actor
    public void send() {
      channel.sender().send("new");
      channel.sender().close();
    }

    @Actor
    public void receive(LLL_Result r) {
      r.r1 = describe(changed.poll());
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = describeIfWoken(changed);
      }
      r.r3 = describe(HandPolled.of(channel.receiver().changed()).poll());
    }
  }

  /// The same where the end is a flag of its own that is looked at after the value. Must show "false, true".
  @JCStressTest
  @Outcome(id = {"true, false", "pending, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the end comes before the last value")
  @State
  public static class ChangedVsSendAndCloseBroken {
    private volatile long version;
    private volatile boolean ended;
    private long seen;

    @Actor
    public void send() {
      version = 1;
      ended = true;
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = look();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = look();
    }

    private Object look() {
      long now = version;
      if (now != seen) {
        seen = now;
        return true;
      }
      Thread.onSpinWait();
      return ended ? false : PENDING;
    }
  }

  /// A value is sent while it is borrowed and marked as seen: what is not seen is exactly what was not borrowed.
  @JCStressTest
  @Outcome(id = "new, false", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "old, true", expect = Expect.ACCEPTABLE, desc = "borrowed first")
  @Outcome(id = "old, false", expect = Expect.FORBIDDEN, desc = "the change is lost")
  @Outcome(id = "new, true", expect = Expect.FORBIDDEN, desc = "told twice of one value")
  @State
  public static class BorrowAndUpdateVsSend {
    private final Watch.Channel<String> channel = Watch.channel("old");

    @Actor
    public void send() {
      channel.sender().send("new");
    }

    @Actor
    public void borrow(LL_Result r) {
      r.r1 = channel.receiver().borrowAndUpdate();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = channel.receiver().hasChanged();
    }
  }

  /// The same with the value and its version in two fields. Must show "old, false".
  @JCStressTest
  @Outcome(id = {"new, false", "old, true", "new, true"}, expect = Expect.ACCEPTABLE,
      desc = "as it should be, or twice")
  @Outcome(id = "old, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the change is lost")
  @State
  public static class BorrowAndUpdateVsSendBroken {
    private volatile String value = "old";
    private volatile long version;
    private long seen;

    @Actor
    public void send() {
      value = "new";
      version = 1;
    }

    @Actor
    public void borrow(LL_Result r) {
      r.r1 = value;
      Thread.onSpinWait();
      seen = version;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = version != seen;
    }
  }

  /// Two senders modify the value at once.
  @JCStressTest
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a change was lost")
  @State
  public static class ModifyVsModify {
    private final Watch.Sender<Integer> sender = Watch.sender(0);

    @Actor
    public void one() {
      sender.sendModify(value -> value + 1);
    }

    @Actor
    public void other() {
      sender.sendModify(value -> value + 1);
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = sender.borrow();
    }
  }

  /// The same with a value that is read and then replaced. Must show "1".
  @JCStressTest
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a change was lost")
  @State
  public static class ModifyVsModifyBroken {
    private volatile int value;

    @Actor
    public void one() {
      modify();
    }

    @Actor
    public void other() {
      modify();
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = value;
    }

    private void modify() {
      int before = value;
      Thread.onSpinWait();
      value = before + 1;
    }
  }

  /// A receiver is closed by one thread while another falls asleep in it.
  @JCStressTest
  @Outcome(id = {"false, null", "pending, false"}, expect = Expect.ACCEPTABLE, desc = "ended, at once or when woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps in a receiver that is closed")
  @State
  public static class ChangedVsOwnClose {
    private final Watch.Channel<String> channel = Watch.channel("old");
    private final HandPolled<Boolean> changed = HandPolled.of(channel.receiver().changed());

    @Actor
    public void close() {
      channel.receiver().close();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = describe(changed.poll());
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = describeIfWoken(changed);
      }
    }
  }
}
