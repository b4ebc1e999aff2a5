package dev.kioto.future;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What futures ask of the scheduler that the calling thread belongs to, [Future#await] above all. The scheduler installs its own
/// when it is loaded; until then a thread that waits just parks. For the runtime's own packages; any thread.
public class AwaitHost {
  private static volatile AwaitHost installed = new AwaitHost();

  /// Makes a host the one that is asked from now on.
  public static void install(AwaitHost host) {
    installed = host;
  }

  static AwaitHost get() {
    return installed;
  }

  /// A number at random, by the generator of the calling thread's runtime where it has one, which `rngSeed` sets.
  ///
  /// @param bound above 0
  /// @return from 0 to below the bound
  public static int random(int bound) {
    return installed.choose(bound);
  }

  /// What [#random] does.
  protected int choose(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /// Refuses a wait that would block what polls futures for others.
  ///
  /// @throws IllegalStateException when the calling thread, a platform thread, is inside the poll of a future task
  public void checkMayWait() {}

  /// Suspends or blocks the calling thread until `woken`, an unpark, or an interrupt; may return for no reason.
  ///
  /// @param blocker what a thread dump shows
  public void park(Object blocker, BooleanSupplier woken) {
    LockSupport.park(blocker);
  }

  /// Ends the [#park] of a thread, or its next one.
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  /// Takes a unit of the budget of the calling thread's direct task; see [Context#takeBudget].
  ///
  /// @return false when it is spent; true as well for a thread that has none
  public boolean takeBudget() {
    return true;
  }

  /// Gives back a unit.
  public void restoreBudget() {}

  /// Whether a unit is left.
  public boolean hasBudget() {
    return true;
  }

  /// Lets others run in place of the calling direct task, which gets a new budget.
  public void yieldNow() {
    Thread.yield();
  }
}
