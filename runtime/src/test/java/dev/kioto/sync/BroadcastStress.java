package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.sync.Broadcast.TryRecv;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of the broadcast channel: sleep against send and end, receive against overwriting, close against receive.
final class BroadcastStress {
  private static final String PENDING = "pending";
  private static final String ENDED = "ended";

  private BroadcastStress() {}

  private static Object describe(Poll<@Nullable String> poll) {
    if (poll instanceof Poll.Ready<@Nullable String> ready) {
      var value = ready.value();
      return value == null ? ENDED : value;
    }
    return PENDING;
  }

  private static Object describe(TryRecv<String> received) {
    return switch (received) {
      case TryRecv.Message<String>(var value) -> value;
      case TryRecv.Empty<String> _ -> "empty";
      case TryRecv.Lagged<String>(long skipped) -> "lagged " + skipped;
      case TryRecv.Ended<String> _ -> ENDED;
    };
  }

  private static Object describeIfWoken(HandPolled<@Nullable String> future) {
    return future.wakes() == 0 ? PENDING : describe(future.poll());
  }

  /// A receiver falls asleep while a message comes.
  @JCStressTest
  @Outcome(id = "message, null", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, message", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a message")
  @State
  public static class SleepVsSend {
    private final Broadcast.Channel<String> channel = Broadcast.channel(2);
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    @Actor
    public void send() {
      channel.sender().send("message");
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = describe(recv.poll());
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = describeIfWoken(recv);
      }
    }
  }

  /// The same where the sender wakes before it puts the message. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"message, null", "pending, message"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a message")
  @State
  public static class SleepVsSendBroken {
    private final Waiters arrivals = new Waiters();
    private final Waiters.Waiter waiter = arrivals.waiter();
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable String slot;

    @Actor
    public void send() {
      arrivals.wakeAll();
      Thread.onSpinWait();
      slot = "message";
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = slot;
      if (r.r1 == null) {
        waiter.arm(wakes::incrementAndGet);
        r.r1 = slot == null ? PENDING : slot;
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : slot;
      }
    }
  }

  /// The last sender sends and closes while the receiver looks: the message comes before the end, and nobody sleeps.
  @JCStressTest
  @Outcome(id = "message, ended", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, message", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the end came before the message, or nobody told of it")
  @State
  public static class CloseVsReceive {
    private final Broadcast.Channel<String> channel = Broadcast.channel(2);
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    @Actor
    public void sendAndClose() {
      channel.sender().send("message");
      channel.sender().close();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = describe(recv.poll());
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = PENDING.equals(r.r1) ? describeIfWoken(recv) : describe(channel.receiver().tryRecv());
    }
  }

  /// The same where the receiver looks for the message before it looks for the end. Must show "ended, message".
  @JCStressTest
  @Outcome(id = {"message, ended", "empty, message"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "ended, message", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the end came before the message")
  @State
  public static class CloseVsReceiveBroken {
    private volatile @Nullable String slot;
    private volatile boolean ended;

    @Actor
    public void sendAndClose() {
      slot = "message";
      ended = true;
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = slot;
      if (r.r1 == null) {
        Thread.onSpinWait();
        r.r1 = ended ? ENDED : "empty";
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = "message".equals(r.r1) ? ENDED : slot;
    }
  }

  /// A message is overwritten while it is received.
  @JCStressTest
  @Outcome(id = "a, b, empty", expect = Expect.ACCEPTABLE, desc = "received first")
  @Outcome(id = "lagged 1, b, empty", expect = Expect.ACCEPTABLE, desc = "overwritten first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost without being counted, doubled or out of order")
  @State
  public static class ReceiveVsOverwrite {
    private final Broadcast.Channel<String> channel = Broadcast.channel(1);

    public ReceiveVsOverwrite() {
      channel.sender().send("a");
    }

    @Actor
    public void send() {
      channel.sender().send("b");
    }

    @Actor
    public void receive(LLL_Result r) {
      r.r1 = describe(channel.receiver().tryRecv());
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r2 = describe(channel.receiver().tryRecv());
      r.r3 = describe(channel.receiver().tryRecv());
    }
  }

  /// The same where a slot is changed in place and its number is looked at before its message. Must show "b, b".
  @JCStressTest
  @Outcome(id = {"a, b", "lagged, b"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "b, b", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the next message came in the place of this one")
  @State
  public static class ReceiveVsOverwriteBroken {
    private final AtomicLong position = new AtomicLong();
    private volatile String value = "a";

    @Actor
    public void send() {
      value = "b";
      position.set(1);
    }

    @Actor
    public void receive(LL_Result r) {
      boolean overwritten = position.get() != 0;
      Thread.onSpinWait();
      r.r1 = overwritten ? "lagged" : value;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = value;
    }
  }

  /// One receiver closes while another receives: the message is let go of by whoever is later, and not before.
  @JCStressTest
  @Outcome(id = "message, null", expect = Expect.ACCEPTABLE, desc = "received, and let go")
  @Outcome(expect = Expect.FORBIDDEN, desc = "cleared under its reader, or kept for nobody")
  @State
  public static class CloseVsRead {
    private final BroadcastChannel<String> channel = new BroadcastChannel<>(1);
    private final BroadcastCursor<String> one = channel.subscribe();
    private final BroadcastCursor<String> other = channel.subscribe();

    public CloseVsRead() {
      channel.send("message");
    }

    @Actor
    public void close() {
      one.close();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = describe(other.take());
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      var slot = channel.slot(0);
      r.r2 = slot == null ? "no slot" : slot.value();
    }
  }

  /// The same with a count that is read and written. Must show "message, message".
  @JCStressTest
  @Outcome(id = "message, null", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "message, message", expect = Expect.ACCEPTABLE_INTERESTING, desc = "kept for nobody")
  @State
  public static class CloseVsReadBroken {
    private volatile int remaining = 2;
    private volatile @Nullable String value = "message";

    @Actor
    public void close() {
      take();
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = value;
      take();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = value;
    }

    private void take() {
      int left = remaining - 1;
      Thread.onSpinWait();
      remaining = left;
      if (left == 0) {
        value = null;
      }
    }
  }

  /// A receiver is closed by one thread while another receives with it.
  @JCStressTest
  @Outcome(id = {"message, null, 0", "ended, null, 0"}, expect = Expect.ACCEPTABLE, desc = "before or after")
  @Outcome(expect = Expect.FORBIDDEN, desc = "counted twice, or not at all")
  @State
  public static class CloseVsOwnReceive {
    private final BroadcastChannel<String> channel = new BroadcastChannel<>(1);
    private final BroadcastCursor<String> cursor = channel.subscribe();

    public CloseVsOwnReceive() {
      channel.send("message");
    }

    @Actor
    public void close() {
      cursor.close();
    }

    @Actor
    public void receive(LLL_Result r) {
      r.r1 = describe(cursor.take());
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      var slot = channel.slot(0);
      r.r2 = slot == null ? "no slot" : slot.value();
      r.r3 = slot == null ? -1 : slot.remaining();
    }
  }

  /// The same where the position is read and then written. Must show "message, null, -1" or "null, null, -1".
  @JCStressTest
  @Outcome(id = {"message, null, 0", "ended, null, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"message, null, -1", "null, null, -1"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "counted twice")
  @State
  public static class CloseVsOwnReceiveBroken {
    private final BroadcastChannel.Slot<String> slot = new BroadcastChannel.Slot<>(0, 1, "message");
    private final AtomicLong position = new AtomicLong();

    @Actor
    public void close() {
      long from = position.get();
      Thread.onSpinWait();
      position.set(BroadcastCursor.ENDED);
      if (from == 0) {
        slot.take();
      }
    }

    @Actor
    public void receive(LLL_Result r) {
      if (position.compareAndSet(0, 1)) {
        r.r1 = slot.value();
        slot.take();
      } else {
        r.r1 = ENDED;
      }
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r2 = slot.value();
      r.r3 = slot.remaining();
    }
  }

  /// A receiver subscribes while a message is sent: it gets it exactly when it is counted for it.
  @JCStressTest
  @Outcome(id = {"1, empty", "2, message"}, expect = Expect.ACCEPTABLE, desc = "counted and reached, or neither")
  @Outcome(expect = Expect.FORBIDDEN, desc = "counted and not reached, or the other way")
  @State
  public static class SubscribeVsSend {
    private final Broadcast.Channel<String> channel = Broadcast.channel(1);
    private final Broadcast.Receiver<String>[] late = newArray();

    @SuppressWarnings("unchecked") // holds what subscribe gives
    private static Broadcast.Receiver<String>[] newArray() {
      return (Broadcast.Receiver<String>[]) new Broadcast.Receiver<?>[1];
    }

    @Actor
    public void send(LL_Result r) {
      r.r1 = channel.sender().send("message");
    }

    @Actor
    public void subscribe() {
      late[0] = channel.sender().subscribe();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = describe(late[0].tryRecv());
    }
  }

  /// The same where neither holds a lock from the count to the place. Must show "1, message" or "2, empty".
  @JCStressTest
  @Outcome(id = {"1, empty", "2, message"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"1, message", "2, empty"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "counted and not reached, or the other way")
  @State
  public static class SubscribeVsSendBroken {
    private final AtomicInteger receivers = new AtomicInteger(1);
    private final AtomicLong tail = new AtomicLong();
    private volatile long late;

    @Actor
    public void send(LL_Result r) {
      r.r1 = receivers.get();
      Thread.onSpinWait();
      tail.incrementAndGet();
    }

    @Actor
    public void subscribe() {
      receivers.incrementAndGet();
      Thread.onSpinWait();
      late = tail.get();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = late < tail.get() ? "message" : "empty";
    }
  }

  /// The last receiver closes while somebody begins to wait for that.
  @JCStressTest
  @Outcome(id = {"true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "seen, or told")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for receivers that are gone")
  @State
  public static class ClosedVsClose {
    private final Broadcast.Channel<String> channel = Broadcast.channel(1);
    private final HandPolled<@Nullable Void> closed = HandPolled.of(channel.sender().closed());

    @Actor
    public void close() {
      channel.receiver().close();
    }

    @Actor
    public void waits(LL_Result r) {
      r.r1 = closed.isReady();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = Boolean.TRUE.equals(r.r1) || (closed.wakes() == 1 && closed.isReady());
    }
  }

  /// The same where the last receiver tells before it has left. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for receivers that are gone")
  @State
  public static class ClosedVsCloseBroken {
    private final Waiters departures = new Waiters();
    private final Waiters.Waiter waiter = departures.waiter();
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile int receivers = 1;

    @Actor
    public void close() {
      departures.wakeAll();
      Thread.onSpinWait();
      receivers = 0;
    }

    @Actor
    public void waits(LL_Result r) {
      r.r1 = receivers == 0 || (waiter.arm(wakes::incrementAndGet) && receivers == 0);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = Boolean.TRUE.equals(r.r1) || wakes.get() > 0;
    }
  }
}
