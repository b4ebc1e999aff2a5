package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races at the end of channels: of one without a bound, of weak senders and permits, of who waits for the close.
final class MpscEndStress {
  private static final String PENDING = "pending";
  private static final String ENDED = "ended";
  private static final String EMPTY = "empty";

  private MpscEndStress() {}

  private static Object look(Mpsc.Receiver<String> receiver) {
    return switch (receiver.tryRecv()) {
      case TryRecv.Message<String>(var message) -> message;
      case TryRecv.Empty<String> _ -> EMPTY;
      case TryRecv.Ended<String> _ -> ENDED;
    };
  }

  private static Object look(HandPolled<@Nullable String> recv) {
    if (recv.poll() instanceof Poll.Ready<@Nullable String> ready) {
      var message = ready.value();
      return message == null ? ENDED : message;
    }
    return PENDING;
  }

  /// A channel without a bound is closed by its receiver, who then looks for what is there, while a message comes.
  @JCStressTest
  @Outcome(id = "true, message, ended", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "true, empty, message", expect = Expect.ACCEPTABLE, desc = "accepted, and under way during the look")
  @Outcome(id = "false, ended, ended", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an accepted message was lost, or came after the end")
  @State
  public static class UnboundedCloseVsSend {
    private final Mpsc.UnboundedChannel<String> channel = Mpsc.unbounded();

    @Actor
    public void send(LLL_Result r) {
      r.r1 = channel.sender().send("message");
    }

    @Actor
    public void closeAndReceive(LLL_Result r) {
      channel.receiver().close();
      r.r2 = look(channel.receiver());
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = look(channel.receiver());
    }
  }

  /// The same with a close that is a flag beside the index. Must show "true, ended, ended".
  @JCStressTest
  @Outcome(id = {"true, message, ended", "true, empty, message", "false, ended, ended"}, expect = Expect.ACCEPTABLE,
      desc = "as it should be")
  @Outcome(id = "true, ended, ended", expect = Expect.ACCEPTABLE_INTERESTING, desc = "accepted, and lost")
  @State
  public static class UnboundedCloseVsSendBroken {
    private final AtomicReferenceArray<String> slots = new AtomicReferenceArray<>(1);
    private final AtomicLong pushes = new AtomicLong();
    private volatile boolean closed;
    private int taken;
    private volatile long end = -1;

    @Actor
    public void send(LLL_Result r) {
      boolean open = !closed;
      if (open) {
        Thread.onSpinWait();
        slots.set((int) pushes.getAndIncrement(), "message");
      }
      r.r1 = open;
    }

    @Actor
    public void closeAndReceive(LLL_Result r) {
      closed = true;
      end = pushes.get();
      r.r2 = look();
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = look();
    }

    private Object look() {
      if (taken == end) {
        return ENDED;
      }
      String message = slots.get(taken);
      if (message == null) {
        return EMPTY;
      }
      taken++;
      return message;
    }
  }

  /// The receiver of a channel without a bound falls asleep while the last sender closes.
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "pending, ended", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps at the end")
  @State
  public static class UnboundedSleepVsClose {
    private final Mpsc.UnboundedChannel<String> channel = Mpsc.unbounded();
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    @Actor
    public void close() {
      channel.sender().close();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = look(recv);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = recv.wakes() == 0 ? PENDING : look(recv);
      }
    }
  }

  /// The same without the second look for the end after the waker was left. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"ended, null", "pending, ended"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps at the end")
  @State
  public static class UnboundedSleepVsCloseBroken {
    private final MpscUnbounded<String> channel = new MpscUnbounded<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void close() {
      channel.closeHandle();
    }

    @Actor
    public void receive(LL_Result r) {
      if (channel.isEnded()) {
        r.r1 = ENDED;
      } else {
        Thread.onSpinWait();
        channel.register(wakes::incrementAndGet);
        r.r1 = PENDING;
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : ENDED;
      }
    }
  }

  /// A weak sender is upgraded, and sent with, while the last handle is closed.
  @JCStressTest
  @Outcome(id = "SENT, message", expect = Expect.ACCEPTABLE, desc = "upgraded first: the channel stays open")
  @Outcome(id = "nothing, ended", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a handle of a channel that has ended")
  @State
  public static class UpgradeVsLastClose {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final Mpsc.WeakSender<Mpsc.Sender<String>> weak = channel.sender().downgrade();

    @Actor
    public void close() {
      channel.sender().close();
    }

    @Actor
    public void upgrade(LL_Result r) {
      r.r1 = weak.upgrade().<Object>map(sender -> sender.trySend("message")).orElse("nothing");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = look(channel.receiver());
    }
  }

  /// The same with a count that is looked at and then increased. Must show "CLOSED, ended".
  @JCStressTest
  @Outcome(id = {"SENT, message", "nothing, ended"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"CLOSED, ended", "SENT, ended"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "a handle of a channel that has ended")
  @State
  public static class UpgradeVsLastCloseBroken {
    private final AtomicInteger handles = new AtomicInteger(1);
    private volatile boolean ended;
    private @Nullable String message;

    @Actor
    public void close() {
      if (handles.decrementAndGet() == 0) {
        ended = true;
      }
    }

    @Actor
    public void upgrade(LL_Result r) {
      if (handles.get() == 0) {
        r.r1 = "nothing";
        return;
      }
      Thread.onSpinWait();
      handles.incrementAndGet();
      r.r1 = ended ? TrySend.CLOSED : TrySend.SENT;
      message = "message";
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = ended || message == null ? ENDED : message;
    }
  }

  /// The first that waits for the close begins to while the receiver closes.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a closed channel")
  @State
  public static class WaitVsClose {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final HandPolled<@Nullable Void> closed = HandPolled.of(channel.sender().closed());

    @Actor
    public void close() {
      channel.receiver().close();
    }

    @Actor
    public void sleep(LL_Result r) {
      r.r1 = closed.isReady();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = closed.wakes();
    }
  }

  /// The same without a look for the close after the place to wait was made. Must show "false, 0".
  @JCStressTest
  @Outcome(id = {"true, 0", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a closed channel")
  @State
  public static class WaitVsCloseBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean closed;
    private volatile @Nullable Waker waiting;

    @Actor
    public void close() {
      closed = true;
      var waker = waiting;
      if (waker != null) {
        waker.wake();
      }
    }

    @Actor
    public void sleep(LL_Result r) {
      boolean ready = closed;
      if (!ready) {
        Thread.onSpinWait();
        waiting = wakes::incrementAndGet;
      }
      r.r1 = ready;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// The last permit of a closed channel is given back while the receiver falls asleep.
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "given back first")
  @Outcome(id = "pending, ended", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps at the end")
  @State
  public static class SleepVsPermit {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final Mpsc.SendPermit<String> permit = channel.sender().tryReserve().orElseThrow();
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    public SleepVsPermit() {
      channel.sender().close();
    }

    @Actor
    public void giveBack() {
      permit.close();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = look(recv);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = recv.wakes() == 0 ? PENDING : look(recv);
      }
    }
  }

  /// A permit is sent with and closed at the same instant.
  @JCStressTest
  @Outcome(id = "true, message", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "false, ended", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sent and given back, or neither")
  @State
  public static class PermitSendVsClose {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final Mpsc.SendPermit<String> permit = channel.sender().tryReserve().orElseThrow();

    public PermitSendVsClose() {
      channel.sender().close();
    }

    @Actor
    public void send(LL_Result r) {
      try {
        permit.send("message");
        r.r1 = true;
      } catch (IllegalStateException _) {
        r.r1 = false;
      }
    }

    @Actor
    public void close() {
      permit.close();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = look(channel.receiver());
    }
  }
}
