package dev.kioto.sync;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Races of the notification: who begins to wait against who tells, and who is told against who gives up.
final class NotifyStress {
  private NotifyStress() {}

  /// A wait whose task does what a task should: poll again after a wake, and only then.
  private static final class Wait {
    private final AtomicInteger wakes = new AtomicInteger();
    private final Notify.Notified notified;

    Wait(Notify notify) {
      notified = notify.notified();
    }

    static Wait polled(Notify notify) {
      var wait = new Wait(notify);
      wait.poll();
      return wait;
    }

    boolean poll() {
      return notified.poll(() -> wakes::incrementAndGet).isReady();
    }

    boolean pollIfWoken() {
      return wakes.get() > 0 && poll();
    }
  }

  /// A task begins to wait while one is notified.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "notified first, and took it")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits though it was notified")
  @State
  public static class WaitVsNotifyOne {
    private final Notify notify = new Notify();
    private final Wait wait = new Wait(notify);

    @Actor
    public void wait(ZZ_Result r) {
      r.r1 = wait.poll();
    }

    @Actor
    public void tell() {
      notify.notifyOne();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = !r.r1 && wait.pollIfWoken();
    }
  }

  /// The same with what is stored and who waits in two words that do not know of each other. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits though it was notified")
  @State
  public static class WaitVsNotifyOneBroken {
    private volatile boolean stored;
    private volatile boolean waits;
    private volatile boolean woken;

    @Actor
    public void wait(ZZ_Result r) {
      if (stored) {
        stored = false;
        r.r1 = true;
      } else {
        Thread.onSpinWait();
        waits = true;
      }
    }

    @Actor
    public void tell() {
      if (waits) {
        woken = true;
      } else {
        stored = true;
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = woken;
    }
  }

  /// A task begins to wait while all are notified; its future was made before.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "notified first")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits though all were notified")
  @State
  public static class WaitVsNotifyWaiters {
    private final Notify notify = new Notify();
    private final Wait wait = new Wait(notify);

    @Actor
    public void wait(ZZ_Result r) {
      r.r1 = wait.poll();
    }

    @Actor
    public void tell() {
      notify.notifyWaiters();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = !r.r1 && wait.pollIfWoken();
    }
  }

  /// The same where the generation is looked at before the list is joined, and not again. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits though all were notified")
  @State
  public static class WaitVsNotifyWaitersBroken {
    private volatile int generation;
    private volatile boolean listed;
    private volatile boolean woken;

    @Actor
    public void wait(ZZ_Result r) {
      if (generation != 0) {
        r.r1 = true;
      } else {
        Thread.onSpinWait();
        listed = true;
      }
    }

    @Actor
    public void tell() {
      generation = 1;
      woken = listed;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = woken;
    }
  }

  /// The first that waits gives up while it is told: the second must be told instead.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "passed on, or never got to the first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the notification was lost with the first, or doubled")
  @State
  public static class NotifyOneVsDrop {
    private final Notify notify = new Notify();
    private final Wait first = Wait.polled(notify);
    private final Wait second = Wait.polled(notify);

    @Actor
    public void tell() {
      notify.notifyOne();
    }

    @Actor
    public void drop() {
      first.notified.drop();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = second.pollIfWoken();
      r.r2 = new Wait(notify).poll();
    }
  }

  /// The only one that waits gives up while it is told: the notification must be stored.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "stored once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the notification was lost, or doubled")
  @State
  public static class NotifyOneVsLastDrop {
    private final Notify notify = new Notify();
    private final Wait only = Wait.polled(notify);

    @Actor
    public void tell() {
      notify.notifyOne();
    }

    @Actor
    public void drop() {
      only.notified.drop();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = new Wait(notify).poll();
      r.r2 = new Wait(notify).poll();
    }
  }

  /// The same where one that gives up does not look whether it was told. Must show "false, false".
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the notification was lost")
  @State
  public static class NotifyOneVsDropBroken {
    private final Object lock = new Object();
    private boolean waits = true;
    private boolean stored;

    @Actor
    public void tell() {
      synchronized (lock) {
        if (waits) {
          waits = false;
        } else {
          stored = true;
        }
      }
    }

    @Actor
    public void drop() {
      synchronized (lock) {
        waits = false;
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = stored;
    }
  }

  /// One of two gives up while all are told, which takes the list apart: the other is told, and nothing is stored.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "told")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the list broke, or a notification was made up")
  @State
  public static class NotifyWaitersVsDrop {
    private final Notify notify = new Notify();
    private final Wait first = Wait.polled(notify);
    private final Wait second = Wait.polled(notify);

    @Actor
    public void tell() {
      notify.notifyWaiters();
    }

    @Actor
    public void drop() {
      first.notified.drop();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = second.pollIfWoken();
      r.r2 = new Wait(notify).poll();
    }
  }

  /// One is told and all are told, at once: the notification for one is not lost where its waiter was told as well.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the waiter took the one")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the waiter was told as one of all; the one is stored")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits though it was notified")
  @State
  public static class NotifyOneVsNotifyWaiters {
    private final Notify notify = new Notify();
    private final Wait wait = Wait.polled(notify);

    @Actor
    public void one() {
      notify.notifyOne();
    }

    @Actor
    public void all() {
      notify.notifyWaiters();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = wait.pollIfWoken();
      r.r2 = new Wait(notify).poll();
    }
  }

  /// What was done before the notification is seen by who is told.
  @JCStressTest
  @Outcome(id = {"waits", "data"}, expect = Expect.ACCEPTABLE, desc = "not told yet, or visible")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the notification came without what was done before it")
  @State
  public static class NotificationCarriesData {
    private final Notify notify = new Notify();
    private final Wait wait = Wait.polled(notify);
    private @Nullable Object data;

    @Actor
    public void tell() {
      data = "data";
      notify.notifyWaiters();
    }

    @Actor
    public void wait(L_Result r) {
      r.r1 = wait.poll() ? data : "waits";
    }
  }

  /// The same where the notification comes before the work is done. Must show "null".
  @JCStressTest
  @Outcome(id = {"waits", "data"}, expect = Expect.ACCEPTABLE, desc = "not told yet, or visible")
  @Outcome(id = "null", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the notification came without the data")
  @State
  public static class NotificationCarriesDataBroken {
    private final Notify notify = new Notify();
    private final Wait wait = Wait.polled(notify);
    private @Nullable Object data;

    @Actor
    public void tell() {
      notify.notifyWaiters();
      Thread.onSpinWait();
      data = "data";
    }

    @Actor
    public void wait(L_Result r) {
      r.r1 = wait.poll() ? data : "waits";
    }
  }
}
