package dev.kioto.scheduler;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The core of a worker, as far as another one may take its place.
abstract class ReplaceableCore extends Core {
  /*
   * Who is in charge of the worker's index.
   *
   *   ATTACHED -> PARKED -> ATTACHED     // the owner goes to sleep and wakes up
   *   ATTACHED -> BLOCKING -> ATTACHED   // a task of the owner's blocks its thread in place, and is back
   *   ATTACHED, BLOCKING -> LEAVING      // on the thread of a successor, which is in charge from then on
   *   ATTACHED, LEAVING -> LEFT          // the owner has left its loop, because the runtime stops or it was replaced; final
   *
   * The owner parks and departs by CAS, so that a core that sleeps or is gone is never replaced: whoever was in charge when
   * the owner departed is so for good. A sleeping one needs no successor, and its index counts as parked.
   *
   * A core that is BLOCKING or LEAVING puts what its task wakes into the inject queue. What was in its queue stays there for
   * thieves: it is among the cores that are searched until it has left, and takes the rest along to the inject queue then.
   * A task that is pushed to its queue just as it becomes LEAVING is seen by the searcher that the push notifies.
   */
  private static final int ATTACHED = 0;
  private static final int PARKED = 1;
  private static final int BLOCKING = 2;
  private static final int LEAVING = 3;
  private static final int LEFT = 4;

  private static final VarHandle PHASE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "phase",
      VarHandle.class, ReplaceableCore.class, int.class);

  private volatile int phase = ATTACHED; // any thread, by CAS; from PARKED by the owner alone

  ReplaceableCore(MultiThread scheduler) {
    super(scheduler);
    // What is called first is linked first, which takes memory: of a core that departs there may be none.
    var _ = (int) PHASE.getAndSet(this, ATTACHED);
  }

  /// Whether it is in charge, awake, and its task does not block. Any thread.
  final boolean isAttached() {
    return phase == ATTACHED;
  }

  /// Whether its thread is not to be counted on: its task blocks it, or another core is in charge. Any thread.
  final boolean isDetached() {
    return phase >= BLOCKING;
  }

  /// Whether another core is in charge, or none any more. Any thread.
  final boolean isLeaving() {
    return phase >= LEAVING;
  }

  /// The owner goes to sleep.
  ///
  /// @return false when another core is in charge now
  final boolean startParking() {
    return PHASE.compareAndSet(this, ATTACHED, PARKED);
  }

  /// The owner is awake.
  final void stopParking() {
    phase = ATTACHED;
  }

  /// Says that the running task is about to block this thread. The owner.
  ///
  /// @return false when another core is in charge already
  final boolean startBlocking() {
    return PHASE.compareAndSet(this, ATTACHED, BLOCKING);
  }

  /// Takes [#startBlocking] back. The owner.
  ///
  /// @return false when another core is in charge now, or when the task was not blocking
  final boolean stopBlocking() {
    return PHASE.compareAndSet(this, BLOCKING, ATTACHED);
  }

  /// Takes the worker from this core, whose task blocks its thread in place. On the thread of its successor.
  ///
  /// @return false when that is over, or another was first
  final boolean replaceBlocking() {
    return PHASE.compareAndSet(this, BLOCKING, LEAVING);
  }

  /// Takes the worker from this core, which is stuck. On the thread of its successor.
  ///
  /// @return false when it sleeps or is gone, or another was first
  final boolean replaceStuck() {
    return PHASE.compareAndSet(this, ATTACHED, LEAVING) || replaceBlocking();
  }

  /// The owner has left its loop, for good.
  ///
  /// @return whether it was in charge until now; else a successor is
  final boolean depart() {
    return (int) PHASE.getAndSet(this, LEFT) != LEAVING;
  }
}
