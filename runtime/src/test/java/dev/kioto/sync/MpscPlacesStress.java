package dev.kioto.sync;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of the places of a bounded channel: who waits for one against who gives one back.
final class MpscPlacesStress {
  private MpscPlacesStress() {}

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
          for (int i = 0; i < 10; i++) { // about as long as the other takes to fall asleep
            Thread.onSpinWait();
          }
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
}
