package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A place where a number of tasks wait until all of them are there. Then all go on, one of them as the leader, and the
/// barrier waits for the next round. Follows Tokio's `sync/barrier.rs`.
///
/// ```java
/// var ready = new Barrier(4);
/// // in each of four tasks
/// prepare();
/// if (ready.waitForAll().await().isLeader()) {
///   announce();
/// }
/// ```
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. What each did before it arrived is visible to all that go on.
public final class Barrier {

  /*
   * The word `state`: the round in the upper half, how many of it have arrived in the lower.
   *
   *     r, a          r, a+1          // one arrives, a+1 < size; one CAS
   *     r, size-1     r+1, 0          // the last one arrives: the leader, who then notifies all that wait
   *
   * Why nobody waits for ever: who waits makes a notification future, then looks whether its round is over, then waits. The
   * leader ends the round, then notifies. So either the look sees the end, or the future was made before the notification,
   * which reaches it (see Notify). A task of the next round may be notified by the last leader: it looks and waits again.
   *
   * Happens-before from each arrival to all that go on: CASes of `state`, of which the leader's is the last; then the
   * notification, or the look that sees the round over.
   */

  private static final ResourceType<Barrier> TYPE = ResourceType.of("Barrier", ResourceKind.SYNC,
      (barrier, out) -> out.set("size", barrier.size).set("arrived", barrier.arrived()));
  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, Barrier.class, long.class);
  private static final int SHIFT = 32;

  private final int size;
  private final Notify roundOver = Notify.ofAnother();
  private final Observed observed = Observed.of(TYPE);

  // By CAS.
  private volatile long state;

  /// @param size how many wait for each other. 0 is taken as 1: nobody waits then
  /// @throws IllegalArgumentException when `size` is negative
  public Barrier(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("the size of a barrier must not be negative, was " + size);
    }
    this.size = Math.max(1, size);
  }

  /// Arrives, at the first poll, and waits until all have.
  ///
  /// Cancellation: one that is dropped, or whose [Future#await] is interrupted, has arrived all the same, and the others go
  /// on without it when the rest are there. One that was not polled has not arrived.
  public Future<BarrierWaitResult> waitForAll() {
    return new Wait(this);
  }

  private int arrived() {
    return (int) state;
  }

  private int round() {
    return (int) (state >>> SHIFT);
  }

  private static final class Wait extends Operation<BarrierWaitResult> {
    private static final Poll<BarrierWaitResult> LEADER = Poll.ready(new BarrierWaitResult(true));
    private static final Poll<BarrierWaitResult> FOLLOWER = Poll.ready(new BarrierWaitResult(false));

    private final Barrier barrier;

    // The polling thread only; others that describe this read them as they are.
    private boolean arrived;
    private boolean leader;
    private boolean over;

    // The polling thread only: the round that this has arrived in, and what tells of its end.
    private int round;
    private Notify.@Nullable Notified roundOver;

    Wait(Barrier barrier) {
      this.barrier = barrier;
    }

    @Override
    protected String source() {
      return "Barrier::wait";
    }

    @Override
    protected @Nullable Resource resource() {
      return barrier.observed.resource(barrier);
    }

    @Override
    protected Poll<BarrierWaitResult> step(Context cx) {
      if (over) {
        throw new IllegalStateException("Barrier::wait was polled after it was over");
      }
      if (!cx.takeBudget()) {
        return Poll.pending();
      }
      if (!arrived) {
        arrive();
      }
      if (leader || isRoundOver(cx)) {
        over = true;
        return leader ? LEADER : FOLLOWER;
      }
      cx.restoreBudget();
      return Poll.pending();
    }

    private void arrive() {
      long before;
      long after;
      do {
        before = barrier.state;
        leader = (int) before == barrier.size - 1;
        after = leader ? ((before >>> SHIFT) + 1) << SHIFT : before + 1;
      } while (!STATE.compareAndSet(barrier, before, after));
      round = (int) (before >>> SHIFT);
      arrived = true;
      if (leader) {
        barrier.roundOver.notifyWaiters();
      }
    }

    private boolean isRoundOver(Context cx) {
      while (true) {
        var told = roundOver;
        if (told == null) {
          told = barrier.roundOver.notified();
          roundOver = told;
        }
        if (barrier.round() != round) {
          told.drop();
          return true;
        }
        if (!told.poll(cx).isReady()) {
          return false;
        }
        roundOver = null;
      }
    }

    @Override
    protected void giveUp() {
      over = true;
      if (roundOver != null) {
        roundOver.drop();
      }
    }

    @Override
    protected void describe(Attributes out) {
      out.set("arrived", arrived).set("is_leader", leader);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a barrier at which " + barrier.arrived() + " of " + barrier.size + " have arrived");
    }
  }
}
