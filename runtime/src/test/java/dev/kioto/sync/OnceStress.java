package dev.kioto.sync;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of what is set once: who waits against who sets, who makes the value against who gives up.
final class OnceStress {
  private OnceStress() {}

  private static final class Wanted {
    private final AtomicInteger wakes = new AtomicInteger();
    private final Future<String> future;

    Wanted(Future<String> future) {
      this.future = future;
    }

    Object poll() {
      return future.poll(() -> wakes::incrementAndGet) instanceof Poll.Ready<String>(var value) ? value : "waits";
    }

    Object pollIfWoken() {
      return wakes.get() > 0 ? poll() : "waits";
    }
  }

  /// A task begins to wait for a value while it is set.
  @JCStressTest
  @Outcome(id = "value, null", expect = Expect.ACCEPTABLE, desc = "set first")
  @Outcome(id = "waits, value", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits though it is set")
  @State
  public static class WaitVsSet {
    private final SetOnce<String> once = new SetOnce<>();
    private final Wanted wanted = new Wanted(once.waitUntilSet());

    @Actor
    public void wait(LL_Result r) {
      r.r1 = wanted.poll();
    }

    @Actor
    public void set() {
      once.set("value");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = wanted.pollIfWoken();
      }
    }
  }

  /// The same where one looks for the value before it makes its notification future, and not after. Must show
  /// "waits, waits".
  @JCStressTest
  @Outcome(id = {"value, null", "waits, value"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, waits", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits though it is set")
  @State
  public static class WaitVsSetBroken {
    private final Notify isSet = new Notify();
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable String value;

    @Actor
    public void wait(LL_Result r) {
      r.r1 = value;
      if (r.r1 == null) {
        Thread.onSpinWait();
        r.r1 = isSet.notified().poll(() -> wakes::incrementAndGet).isReady() ? "value" : "waits";
      }
    }

    @Actor
    public void set() {
      value = "value";
      isSet.notifyWaiters();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = wakes.get() > 0 ? "value" : "waits";
      }
    }
  }

  /// Two set a value.
  @JCStressTest
  @Outcome(id = {"true, one", "false, other"}, expect = Expect.ACCEPTABLE, desc = "the one that was told so won")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a value that was refused, or lost")
  @State
  public static class TwoSets {
    private final SetOnce<String> once = new SetOnce<>();

    @Actor
    public void one(LL_Result r) {
      r.r1 = once.set("one");
    }

    @Actor
    public void other() {
      once.set("other");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = once.get().orElse("nothing");
    }
  }

  /// The same where one looks first and then writes. Must show "true, other".
  @JCStressTest
  @Outcome(id = {"true, one", "false, other"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, other", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a value was lost")
  @State
  public static class TwoSetsBroken {
    private volatile @Nullable String value;

    @Actor
    public void one(LL_Result r) {
      r.r1 = set("one");
    }

    @Actor
    public void other() {
      set("other");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = value;
    }

    private boolean set(String wanted) {
      if (value != null) {
        return false;
      }
      for (int i = 0; i < 10; i++) {
        Thread.onSpinWait();
      }
      value = wanted;
      return true;
    }
  }

  /// Two want the value of a cell at once.
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "made once, and both have it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "made twice, or one waits for ever")
  @State
  public static class TwoInitializers {
    private final OnceCell<String> cell = new OnceCell<>();
    private final AtomicInteger made = new AtomicInteger();
    private final Wanted one = new Wanted(cell.getOrInit(this::make));
    private final Wanted other = new Wanted(cell.getOrInit(this::make));
    private @Nullable Object ofOne;
    private @Nullable Object ofOther;

    private Future<String> make() {
      return Futures.ready("value " + made.incrementAndGet());
    }

    @Actor
    public void one() {
      ofOne = one.poll();
    }

    @Actor
    public void other() {
      ofOther = other.poll();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = made.get();
      r.r2 = "value 1".equals(last(one, ofOne)) && "value 1".equals(last(other, ofOther)) ? 1 : 0;
    }

    private static @Nullable Object last(Wanted wanted, @Nullable Object first) {
      return "waits".equals(first) ? wanted.pollIfWoken() : first;
    }
  }

  /// The same where one looks for a value and then makes it. Must show "2, 1".
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "made twice")
  @State
  public static class TwoInitializersBroken {
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean there;

    @Actor
    public void one() {
      make();
    }

    @Actor
    public void other() {
      make();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = made.get();
      r.r2 = 1;
    }

    private void make() {
      if (!there) {
        Thread.onSpinWait();
        made.incrementAndGet();
        there = true;
      }
    }
  }

  /// Who makes the value gives up while another begins to wait for it: that one makes it.
  @JCStressTest
  @Outcome(id = "value, null", expect = Expect.ACCEPTABLE, desc = "came after")
  @Outcome(id = "waits, value", expect = Expect.ACCEPTABLE, desc = "waited, and was handed the turn")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for one that gave up")
  @State
  public static class WaitVsInitializerDropped {
    private final OnceCell<String> cell = new OnceCell<>();
    private final Wanted maker = new Wanted(cell.getOrInit(Futures::pending));
    private final Wanted next = new Wanted(cell.getOrInit(() -> Futures.ready("value")));

    public WaitVsInitializerDropped() {
      maker.poll();
    }

    @Actor
    public void wait(LL_Result r) {
      r.r1 = next.poll();
    }

    @Actor
    public void drop() {
      maker.future.drop();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = next.pollIfWoken();
      }
    }
  }
}
