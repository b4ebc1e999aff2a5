package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of the oneshot channel: two sends, a send against a receiver that falls asleep, changes its task, is closed or is dropped.
final class OneshotStress {
  private static final String PENDING = "pending";
  private static final String CLOSED = "closed";

  private OneshotStress() {}

  private static Object look(HandPolled<String> future) {
    try {
      var poll = future.poll();
      return poll.isReady() ? "value" : PENDING;
    } catch (ChannelClosedException _) {
      return CLOSED;
    }
  }

  private static Object lookIfWoken(HandPolled<String> future) {
    return future.wakes() == 0 ? PENDING : look(future);
  }

  /// The receiver falls asleep while the value comes.
  @JCStressTest
  @Outcome(id = "value, null", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, value", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside the value")
  @State
  public static class SleepVsSend {
    private final Oneshot.Channel<String> channel = Oneshot.channel();
    private final HandPolled<String> receiver = HandPolled.of(channel.receiver());

    @Actor
    public void send() {
      channel.sender().send("");
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = look(receiver);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = lookIfWoken(receiver);
      }
    }
  }

  /// The same with a waker that is left without a look whether the value came meanwhile. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"value, null", "pending, value"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside the value")
  @State
  public static class SleepVsSendBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Waker waker;
    private volatile boolean sent;

    @Actor
    public void send() {
      sent = true;
      var waiting = waker;
      if (waiting != null) {
        waiting.wake();
      }
    }

    @Actor
    public void receive(LL_Result r) {
      if (sent) {
        r.r1 = "value";
      } else {
        waker = wakes::incrementAndGet;
        r.r1 = PENDING;
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : "value";
      }
    }
  }

  /// Two threads send by one sender.
  @JCStressTest
  @Outcome(id = {"true, refused, a", "refused, true, b"}, expect = Expect.ACCEPTABLE,
      desc = "one has sent, the other knows")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the value is lost, or another than was sent")
  @State
  public static class TwoSends {
    private final Oneshot.Channel<String> channel = Oneshot.channel();

    @Actor
    public void one(LLL_Result r) {
      r.r1 = send("a");
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = send("b");
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = channel.receiver().tryRecv() instanceof TryRecv.Message<String>(var value) ? value : "nothing";
    }

    private Object send(String value) {
      try {
        return channel.sender().send(value);
      } catch (IllegalStateException _) {
        return "refused";
      }
    }
  }

  /// The same where each writes its value before it is decided whose it is. Must show a value that was not sent.
  @JCStressTest
  @Outcome(id = {"true, refused, a", "refused, true, b"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"true, refused, b", "refused, true, a", "true, refused, null", "refused, true, null"},
      expect = Expect.ACCEPTABLE_INTERESTING, desc = "lost, or the other's")
  @State
  public static class TwoSendsBroken {
    private final AtomicBoolean sent = new AtomicBoolean();
    private volatile @Nullable String value;

    @Actor
    public void one(LLL_Result r) {
      r.r1 = send("a");
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = send("b");
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = value;
    }

    private Object send(String mine) {
      if (sent.get()) {
        return "refused";
      }
      value = mine;
      if (sent.compareAndSet(false, true)) {
        return true;
      }
      value = null;
      return "refused";
    }
  }

  /// A receiver that waited by one waker waits by another while the value comes.
  @JCStressTest
  @Outcome(id = "value, null", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, value", expect = Expect.ACCEPTABLE, desc = "the new waker was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the old waker was woken, or none, and the receiver sleeps")
  @State
  public static class ChangeVsSend {
    private final Oneshot.Channel<String> channel = Oneshot.channel();
    private final HandPolled<String> receiver = HandPolled.of(channel.receiver());

    public ChangeVsSend() {
      HandPolled.of(channel.receiver()).poll();
    }

    @Actor
    public void send() {
      channel.sender().send("");
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = look(receiver);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = lookIfWoken(receiver);
      }
    }
  }

  /// The same where the waker is replaced while its bit stays set. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"value, null", "pending, value"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the old waker was woken")
  @State
  public static class ChangeVsSendBroken {
    private static final int WAITS = 1;
    private static final int SENT = 2;
    private final AtomicInteger state = new AtomicInteger(WAITS);
    private final AtomicInteger wakes = new AtomicInteger();
    private Waker waker = () -> {};

    @Actor
    public void send() {
      if ((state.getAndUpdate(s -> s | SENT) & WAITS) != 0) {
        waker.wake();
      }
    }

    @Actor
    public void receive(LL_Result r) {
      if ((state.get() & SENT) != 0) {
        r.r1 = "value";
        return;
      }
      Thread.onSpinWait();
      waker = wakes::incrementAndGet;
      r.r1 = PENDING;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : "value";
      }
    }
  }

  /// The value is sent while the receiver is closed, and then looks.
  @JCStressTest
  @Outcome(id = "true, value", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "false, ended", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the two ends disagree")
  @State
  public static class CloseVsSend {
    private final Oneshot.Channel<String> channel = Oneshot.channel();

    @Actor
    public void send(LL_Result r) {
      r.r1 = channel.sender().send("");
    }

    @Actor
    public void closeAndReceive(LL_Result r) {
      channel.receiver().close();
      r.r2 = channel.receiver().tryRecv() instanceof TryRecv.Message<String> ? "value" : "ended";
    }
  }

  /// The same with a close that is a flag beside the value. Must show "true, ended".
  @JCStressTest
  @Outcome(id = {"true, value", "false, ended"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, ended", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sent, and lost")
  @State
  public static class CloseVsSendBroken {
    private volatile boolean closed;
    private volatile boolean sent;

    @Actor
    public void send(LL_Result r) {
      if (closed) {
        r.r1 = false;
      } else {
        sent = true;
        r.r1 = true;
      }
    }

    @Actor
    public void closeAndReceive(LL_Result r) {
      closed = true;
      r.r2 = sent ? "value" : "ended";
    }
  }

  /// The receiver is dropped while the value comes and the sender waits for the end.
  @JCStressTest
  @Outcome(id = {"true, 1, false", "false, 1, false"}, expect = Expect.ACCEPTABLE, desc = "told, and the value is gone")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the sender's wait was lost or told twice, or the value stays")
  @State
  public static class DropVsSend {
    private final Oneshot.Channel<String> channel = Oneshot.channel();
    private final HandPolled<@Nullable Void> closed = HandPolled.of(channel.sender().closed());

    public DropVsSend() {
      closed.poll();
    }

    @Actor
    public void send(LLL_Result r) {
      r.r1 = channel.sender().send("");
    }

    @Actor
    public void drop() {
      channel.receiver().drop();
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r2 = closed.wakes();
      r.r3 = channel.receiver().tryRecv() instanceof TryRecv.Message<String>;
    }
  }

  /// The sender falls asleep while the receiver is closed.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps at the end")
  @State
  public static class SenderSleepVsClose {
    private final Oneshot.Channel<String> channel = Oneshot.channel();
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

  /// Two threads take the value at the same instant.
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one has it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class TwoReceives {
    private final Oneshot.Channel<String> channel = Oneshot.channel();

    public TwoReceives() {
      channel.sender().send("");
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = channel.receiver().tryRecv() instanceof TryRecv.Message<String>(var value) && "".equals(value);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = channel.receiver().tryRecv() instanceof TryRecv.Message<String>(var value) && "".equals(value);
    }
  }
}
