package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.sync.Mpsc.TrySend;
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

/// Races of the bounded channel: sleep against send, end against send, two sends, send against receive.
final class MpscStress {
  private static final String PENDING = "pending";
  private static final String ENDED = "ended";

  private MpscStress() {}

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
      case TryRecv.Ended<String> _ -> ENDED;
    };
  }

  /// Polls again after a wake, and only then, as a task does.
  private static Object describeIfWoken(HandPolled<@Nullable String> future) {
    return future.wakes() == 0 ? PENDING : describe(future.poll());
  }

  /// The receiver falls asleep while a message comes.
  @JCStressTest
  @Outcome(id = "message, null", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "pending, message", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a message")
  @State
  public static class SleepVsSend {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    @Actor
    public void send() {
      channel.sender().trySend("message");
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

  /// The same without the second look after the waker was left. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"message, null", "pending, message"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a message")
  @State
  public static class SleepVsSendBroken {
    private final MpscBounded<String> channel = new MpscBounded<>(1);
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void send() {
      channel.tryTakePlaces(1);
      channel.push("message");
    }

    @Actor
    public void receive(LL_Result r) {
      r.r1 = channel.take();
      if (r.r1 == null) {
        channel.register(wakes::incrementAndGet);
        r.r1 = PENDING;
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : channel.take();
      }
    }
  }

  /// The receiver falls asleep while the last sender closes.
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "pending, ended", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps at the end")
  @State
  public static class SleepVsClose {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());

    @Actor
    public void close() {
      channel.sender().close();
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

  /// One thread sends on a handle that another closes, and then looks for the end: an accepted message comes before it.
  @JCStressTest
  @Outcome(id = "SENT, message, ended", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "SENT, empty, message", expect = Expect.ACCEPTABLE, desc = "accepted, and under way during the look")
  @Outcome(id = "CLOSED, ended, ended", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "CLOSED, empty, ended", expect = Expect.FORBIDDEN, desc = "the end comes late without a reason")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an accepted message was lost, or came after the end")
  @State
  public static class CloseVsSend {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);

    @Actor
    public void send(LLL_Result r) {
      r.r1 = channel.sender().trySend("message");
    }

    @Actor
    public void closeAndReceive(LLL_Result r) {
      channel.sender().close();
      r.r2 = describe(channel.receiver().tryRecv());
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = describe(channel.receiver().tryRecv());
    }
  }

  /// The same where the end is "closed and the queue is empty". Must show "SENT, ended, message".
  @JCStressTest
  @Outcome(id = {"SENT, message, ended", "SENT, empty, message", "CLOSED, ended, ended"}, expect = Expect.ACCEPTABLE,
      desc = "as it should be")
  @Outcome(id = "SENT, ended, message", expect = Expect.ACCEPTABLE_INTERESTING, desc = "came after the end")
  @State
  public static class CloseVsSendBroken {
    private final MpscQueue<String> queue = new MpscQueue<>();
    private volatile boolean closed;

    @Actor
    public void send(LLL_Result r) {
      if (closed) {
        r.r1 = TrySend.CLOSED;
      } else {
        queue.push("message");
        r.r1 = TrySend.SENT;
      }
    }

    @Actor
    public void closeAndReceive(LLL_Result r) {
      closed = true;
      r.r2 = look();
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      r.r3 = look();
    }

    private Object look() {
      var message = queue.pop();
      return message == null ? ENDED : message;
    }
  }

  /// A send that was given the last place gives up while the receiver of a closed channel falls asleep.
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "dropped first")
  @Outcome(id = "pending, ended", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps at the end")
  @State
  public static class SleepVsDrop {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final HandPolled<@Nullable String> recv = HandPolled.of(channel.receiver().recv());
    private final HandPolled<@Nullable Void> send;

    public SleepVsDrop() {
      channel.sender().trySend("message");
      send = HandPolled.of(channel.sender().send("abandoned"));
      send.poll();
      channel.receiver().tryRecv();
      channel.receiver().close();
    }

    @Actor
    public void drop() {
      send.drop();
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

  /// The same where the place is given back and nobody tells the receiver. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"ended, null", "pending, ended"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps at the end")
  @State
  public static class SleepVsDropBroken {
    private final MpscBounded<String> channel = new MpscBounded<>(1);
    private final HandPolled<@Nullable String> recv = HandPolled.of(new MpscRecv<>(channel));
    private final BatchSemaphore.Acquire place = channel.takePlaces(1);

    public SleepVsDropBroken() {
      channel.tryTakePlaces(1);
      channel.push("message");
      place.poll(() -> () -> {});
      channel.awaitPlaces();
      channel.take();
      channel.closeReceiver();
    }

    @Actor
    public void drop() {
      place.drop();
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

  /// A send falls asleep before a full channel while the receiver takes a message.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "received first")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a free place")
  @State
  public static class SendVsReceive {
    private final Mpsc.Channel<String> channel = Mpsc.channel(1);
    private final HandPolled<@Nullable Void> send = HandPolled.of(channel.sender().send("next"));

    public SendVsReceive() {
      channel.sender().trySend("message");
    }

    @Actor
    public void send(LL_Result r) {
      r.r1 = send.isReady();
    }

    @Actor
    public void receive() {
      channel.receiver().tryRecv();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = send.wakes();
    }
  }

  /// The same with a send that does not collect what was left over before it said that it waits. Must show "false, 0".
  @JCStressTest
  @Outcome(id = {"true, 0", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a free place")
  @State
  public static class SendVsReceiveBroken {
    private final MpscBounded<String> channel = new MpscBounded<>(1);
    private final BatchSemaphore.Acquire place = channel.takePlaces(1);
    private final AtomicInteger wakes = new AtomicInteger();

    public SendVsReceiveBroken() {
      channel.tryTakePlaces(1);
      channel.push("message");
    }

    @Actor
    public void send(LL_Result r) {
      Waker waker = wakes::incrementAndGet;
      r.r1 = place.poll(() -> waker) == BatchSemaphore.Outcome.ACQUIRED;
    }

    @Actor
    public void receive() {
      channel.take();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// The receiver finds that nobody waits any more while another send falls asleep, and then takes a message.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "received first")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a free place")
  @State
  public static class SendVsLastShortage {
    private final Mpsc.Channel<String> channel = Mpsc.channel(2);
    private final HandPolled<Mpsc.SendPermit<String>> both = HandPolled.of(channel.sender().reserveMany(2));

    public SendVsLastShortage() {
      channel.sender().trySend("one");
      channel.sender().trySend("other");
      var gaveUp = HandPolled.of(channel.sender().send("never"));
      gaveUp.poll();
      gaveUp.drop();
    }

    @Actor
    public void reserve(LL_Result r) {
      r.r1 = both.isReady();
    }

    @Actor
    public void receive() {
      channel.receiver().tryRecv();
      channel.receiver().tryRecv();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = both.wakes();
    }
  }

  /// The same where the receiver does not look again for who waits after it said that nobody does. Must show "false, 0".
  @JCStressTest
  @Outcome(id = {"true, 0", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a free place")
  @State
  public static class SendVsLastShortageBroken {
    private final BatchSemaphore places = new BatchSemaphore(2);
    private final BatchSemaphore.Acquire both = places.acquire(2);
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger popped = new AtomicInteger();
    private final AtomicInteger collected = new AtomicInteger();
    private volatile boolean shortage = true;

    public SendVsLastShortageBroken() {
      places.tryAcquire(2);
    }

    @Actor
    public void reserve(LL_Result r) {
      Waker waker = wakes::incrementAndGet;
      r.r1 = both.poll(() -> waker) == BatchSemaphore.Outcome.ACQUIRED;
      if (Boolean.FALSE.equals(r.r1)) {
        shortage = true;
        collect();
      }
    }

    @Actor
    public void receive() {
      pop();
      pop();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = wakes.get();
    }

    private void pop() {
      popped.incrementAndGet();
      if (shortage) {
        collect();
        if (!places.hasWaiters()) {
          Thread.onSpinWait();
          shortage = false;
        }
      }
    }

    private void collect() {
      int from = collected.get();
      int to = popped.get();
      if (from < to && collected.compareAndSet(from, to)) {
        places.release(to - from);
      }
    }
  }

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
