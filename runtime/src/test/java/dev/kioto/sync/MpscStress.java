package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
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

/// Races of the receiver of a bounded channel: its sleep, and the end, against who sends, closes and gives up.
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
}
