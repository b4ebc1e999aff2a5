package dev.kioto.driver;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Races of the readiness of a channel.
final class ScheduledIoStress {
  private ScheduledIoStress() {}

  private static final class Nobody implements ScheduledIo.Watcher {
    static final Nobody INSTANCE = new Nobody();

    @Override
    public boolean tellsOfChanges() {
      return false;
    }

    @Override
    public void watch(ScheduledIo io) {}

    @Override
    public void close(ScheduledIo io, SelectableChannel channel) {}
  }

  private static ScheduledIo io(int readiness) {
    return new ScheduledIo(Nobody.INSTANCE, SelectionKey.OP_READ, SelectionKey.OP_WRITE, readiness);
  }

  /// A task begins to wait while the selector tells that the channel is ready.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "the task saw it")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "the task was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the task waits beside a channel that is ready")
  @State
  public static class WaitVsReady implements Context, Waker {
    private final ScheduledIo io = io(0);
    private final ScheduledIo.Waiter waiter = new ScheduledIo.Waiter();
    private volatile int wakes;

    @Actor
    public void await(ZI_Result r) {
      r.r1 = io.pollReady(waiter, ScheduledIo.READABLE, this) != 0;
    }

    @Actor
    public void ready() {
      io.ready(SelectionKey.OP_READ);
    }

    @Arbiter
    public void woken(ZI_Result r) {
      r.r2 = wakes;
    }

    @Override
    public Waker waker() {
      return this;
    }

    @Override
    public void wake() {
      wakes = 1;
    }
  }

  /// The same where the task looks before it is in the list, and not after. Must show "false, 0".
  @JCStressTest
  @Outcome(id = {"true, 0", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a lost wake-up")
  @State
  public static class WaitVsReadyBroken {
    private volatile boolean ready;
    private volatile @Nullable Waker list;
    private volatile int wakes;

    @Actor
    public void await(ZI_Result r) {
      r.r1 = ready;
      if (!r.r1) {
        list = () -> wakes = 1;
      }
    }

    @Actor
    public void ready() {
      ready = true;
      var waiting = list;
      if (waiting != null) {
        waiting.wake();
      }
    }

    @Arbiter
    public void woken(ZI_Result r) {
      r.r2 = wakes;
    }
  }

  /// A task finds nothing to read and says so while something arrives: it is not forgotten that the channel is ready.
  @JCStressTest
  @Outcome(id = {"false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "ready, for the next try")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a readiness that was told is lost")
  @State
  public static class ClearVsReady {
    private final ScheduledIo io = io(ScheduledIo.READABLE);
    private volatile boolean arrived;

    @Actor
    public void tryAndClear(ZZ_Result r) {
      int event = io.event();
      r.r1 = arrived;
      if (!r.r1) {
        io.clear(event, ScheduledIo.READABLE);
      }
    }

    @Actor
    public void arrive() {
      arrived = true;
      io.ready(SelectionKey.OP_READ);
    }

    @Arbiter
    public void still(ZZ_Result r) {
      r.r2 = (ScheduledIo.readiness(io.event()) & ScheduledIo.READABLE) != 0;
    }
  }

  /// The same without a look at the tick. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a readiness that was told is lost")
  @State
  public static class ClearVsReadyBroken {
    private final ScheduledIo io = io(ScheduledIo.READABLE);
    private volatile boolean arrived;

    @Actor
    public void tryAndClear(ZZ_Result r) {
      r.r1 = arrived;
      if (!r.r1) {
        Thread.onSpinWait();
        io.clear(io.event(), ScheduledIo.READABLE);
      }
    }

    @Actor
    public void arrive() {
      arrived = true;
      io.ready(SelectionKey.OP_READ);
    }

    @Arbiter
    public void still(ZZ_Result r) {
      r.r2 = (ScheduledIo.readiness(io.event()) & ScheduledIo.READABLE) != 0;
    }
  }

  /// The selector tells in vain of a readiness that nobody has used, so that the channel is watched no more, while a task uses it
  /// up and waits for the next.
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE,
      desc = "the task goes on, or waits for a channel that is watched")
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the task goes on; it will have the channel watched")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the task waits for a channel that is watched")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the task waits for a channel that nobody watches")
  @State
  public static class WaitVsReadyInVain implements Context, Waker {
    private final ScheduledIo io = io(0);
    private final ScheduledIo.Waiter waiter = new ScheduledIo.Waiter();
    private boolean goesOn;
    private volatile boolean woken;

    public WaitVsReadyInVain() {
      io.pollReady(waiter, ScheduledIo.READABLE, this);
      io.applyWatch();
      io.ready(SelectionKey.OP_READ);
      woken = false;
    }

    @Actor
    public void useUpAndWait() {
      io.clear(io.event(), ScheduledIo.READABLE);
      goesOn = io.pollReady(waiter, ScheduledIo.READABLE, this) != 0;
    }

    @Actor
    public void readyInVain() {
      io.ready(SelectionKey.OP_READ);
    }

    @Arbiter
    public void waits(ZZ_Result r) {
      r.r1 = goesOn || woken;
      r.r2 = io.isWatched(ScheduledIo.READABLE);
    }

    @Override
    public Waker waker() {
      return this;
    }

    @Override
    public void wake() {
      woken = true;
    }
  }

  /// The same where the driver stops watching after it has told. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, true", "true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a channel that nobody watches")
  @State
  public static class WaitVsReadyInVainBroken {
    private volatile boolean ready = true;
    private volatile boolean watched = true;
    private volatile boolean waiting;
    private volatile boolean woken;
    private boolean goesOn;

    @Actor
    public void useUpAndWait() {
      ready = false;
      waiting = true;
      goesOn = ready;
      if (!goesOn && !watched) {
        watched = true;
      }
    }

    @Actor
    public void readyInVain() {
      boolean before = ready;
      if (waiting) {
        woken = true;
      }
      if (before) {
        watched = false;
      }
    }

    @Arbiter
    public void waits(ZZ_Result r) {
      r.r1 = goesOn || woken;
      r.r2 = watched;
    }
  }
}
