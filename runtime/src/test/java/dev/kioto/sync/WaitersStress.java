package dev.kioto.sync;

import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Races of those who wait for one kind of news: beginning to wait against news, also again and in place of another.
final class WaitersStress {
  private WaitersStress() {}

  /// Something to look at, and those who wait for it. The news is one plain step from the wake, as in the channels.
  abstract static class News {
    final Waiters waiters = new Waiters();
    final Waiters.Waiter waiter = waiters.waiter();
    final AtomicInteger wakes = new AtomicInteger();
    final Waker waker = wakes::incrementAndGet;
    volatile boolean news;

    void tell() {
      news = true;
      waiters.wakeAll();
    }

    /// @return whether the news was seen
    boolean lookArmLook() {
      return news || (waiter.arm(waker) && news);
    }
  }

  /// One begins to wait while news comes.
  @JCStressTest
  @Outcome(id = {"true, false", "true, true"}, expect = Expect.ACCEPTABLE, desc = "seen, perhaps woken as well")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waits and is woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits beside the news")
  @State
  public static class ArmVsNews extends News {
    @Actor
    public void writer() {
      tell();
    }

    @Actor
    public void waiter(ZZ_Result r) {
      r.r1 = lookArmLook();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same without the second look. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits beside the news")
  @State
  public static class ArmVsNewsBroken extends News {
    @Actor
    public void writer() {
      tell();
    }

    @Actor
    public void waiter(ZZ_Result r) {
      r.r1 = news;
      if (!r.r1) {
        Thread.onSpinWait();
        waiter.arm(waker);
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// One that gave up waiting, and is still in the stack, waits again while news comes: it may do without a second look.
  @JCStressTest
  @Outcome(id = {"true, false", "true, true"}, expect = Expect.ACCEPTABLE, desc = "seen, perhaps woken as well")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waits and is woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits beside the news")
  @State
  public static class ArmAgainVsNews extends News {
    public ArmAgainVsNews() {
      waiter.arm(waker);
      waiter.leave(waker);
    }

    @Actor
    public void writer() {
      tell();
    }

    @Actor
    public void waiter(ZZ_Result r) {
      r.r1 = lookArmLook();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where the state is read and then written. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits beside the news")
  @State
  public static class ArmAgainVsNewsBroken {
    private static final Waker LEFT = () -> {};

    private final AtomicReference<@Nullable Waker> state = new AtomicReference<>(LEFT);
    private final AtomicInteger wakes = new AtomicInteger();
    private final Waker waker = wakes::incrementAndGet;
    private volatile boolean news;

    @Actor
    public void writer() {
      news = true;
      var taken = state.getAndSet(null);
      if (taken != null) {
        taken.wake();
      }
    }

    @Actor
    @SuppressWarnings("ReferenceEquality") // the mark
    public void waiter(ZZ_Result r) {
      r.r1 = news;
      if (!r.r1) {
        boolean inTheStack = state.get() == LEFT;
        Thread.onSpinWait();
        state.set(waker);
        r.r1 = !inTheStack && news;
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// One is woken and waits again at once, while those behind it in the stack are still being told.
  @JCStressTest
  @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "each was woken once by each news")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "one news for both")
  @Outcome(expect = Expect.FORBIDDEN, desc = "somebody was lost from the stack, or is in it twice")
  @State
  public static class ArmVsTaker extends News {
    private final Waiters.Waiter behind = waiters.waiter();
    private final AtomicInteger others = new AtomicInteger();

    public ArmVsTaker() {
      waiter.arm(waker);
      behind.arm(others::incrementAndGet);
    }

    @Actor
    public void writer() {
      waiters.wakeAll();
    }

    @Actor
    public void waiter() {
      waiter.arm(() -> wakes.incrementAndGet()); // another waker: replaces it, or is pushed again
    }

    @Arbiter
    public void arbiter(II_Result r) {
      waiters.wakeAll();
      r.r1 = wakes.get();
      r.r2 = others.get();
    }
  }

  /// The same where the taker looks for the next one after it has told this one. Must show "2, 0".
  @JCStressTest
  @Outcome(id = {"2, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "who was behind is lost from the stack")
  @State
  public static class ArmVsTakerBroken {
    private static final class Node {
      final AtomicReference<@Nullable AtomicInteger> state;
      volatile @Nullable Node next;

      Node(AtomicInteger waker, @Nullable Node next) {
        this.state = new AtomicReference<>(waker);
        this.next = next;
      }
    }

    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final Node waiter = new Node(wakes, new Node(others, null));
    private final AtomicReference<@Nullable Node> head = new AtomicReference<>(waiter);

    @Actor
    public void writer() {
      var node = head.getAndSet(null);
      while (node != null) {
        var waker = node.state.getAndSet(null);
        if (waker != null) {
          waker.incrementAndGet();
        }
        Thread.onSpinWait();
        node = node.next;
      }
    }

    @Actor
    public void waiter() {
      if (waiter.state.getAndSet(wakes) == null) {
        waiter.next = head.get();
        head.set(waiter);
      }
    }

    @Arbiter
    public void arbiter(II_Result r) {
      writer();
      r.r1 = wakes.get();
      r.r2 = others.get();
    }
  }

  /// One gives up for good while news comes: it is counted once, or not at all when it was told first.
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "told first")
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "gone first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the count of those that are gone is wrong for ever")
  @State
  public static class AbandonVsNews extends News {
    public AbandonVsNews() {
      waiter.arm(waker);
    }

    @Actor
    public void writer() {
      waiters.wakeAll();
    }

    @Actor
    public void waiter() {
      waiter.abandon();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      waiters.wakeAll();
      r.r1 = wakes.get();
      r.r2 = waiters.gone();
    }
  }

  /// The same where the state is read and then written. Must show "1, 1".
  @JCStressTest
  @Outcome(id = {"1, 0", "0, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "told, out of the stack, and counted as gone for ever")
  @State
  public static class AbandonVsNewsBroken {
    private enum Mark {
      OUT, WAITS, GONE
    }

    private final AtomicReference<Mark> state = new AtomicReference<>(Mark.WAITS);
    private final AtomicInteger stack = new AtomicInteger(1);
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    @Actor
    public void writer() {
      if (stack.getAndSet(0) == 0) {
        return;
      }
      var found = state.getAndSet(Mark.OUT);
      if (found == Mark.WAITS) {
        wakes.incrementAndGet();
      } else if (found == Mark.GONE) {
        gone.decrementAndGet();
      }
    }

    @Actor
    public void waiter() {
      if (state.get() != Mark.OUT) {
        Thread.onSpinWait();
        state.set(Mark.GONE);
        gone.incrementAndGet();
      }
    }

    @Arbiter
    public void arbiter(II_Result r) {
      writer();
      r.r1 = wakes.get();
      r.r2 = gone.get();
    }
  }
}
