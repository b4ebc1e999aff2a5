package dev.kioto.driver;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who has a [Driver]: one thread at a time. Any thread.
final class Hold {
  /*
   *   free -> HELD -> free      // by who sleeps on the driver, or looks in between two polls and will be back
   *   free -> LENT -> free      // by who needs it for a moment and may never be back
   *   LENT -> a sleeper         // by that one, which would have slept on the driver: it is about to sleep without
   *   a sleeper -> free         // by who gives the driver back; then it wakes the sleeper, which takes the driver
   *
   * Whoever sleeps without the driver leaves that to the one that has it, who sees to it until somebody else does. A borrower does
   * not, so a sleeper that finds LENT puts itself there by CAS before it sleeps: the borrower's swap finds it, or came before, and
   * then the CAS fails and the sleeper finds the driver free. One sleeper is enough: others that come while it is there sleep beside
   * it as beside a holder.
   *
   * The wake-up is an unpark: the sleeper takes no lock between its CAS and its sleep that could consume the permit.
   */
  private static final Object HELD = new Object();
  private static final Object LENT = new Object();

  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  /// Whether nobody has it; a moment old.
  boolean isFree() {
    return state.get() == null;
  }

  /// Takes it, if it is free.
  boolean tryTake() {
    return state.get() == null && state.compareAndSet(null, HELD);
  }

  /// Takes it, if it is free, for one that will sleep if it is not: it is woken if it should take it after all.
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  boolean tryTake(Sleeper sleeper) {
    while (true) {
      var found = state.get();
      if (found == null) {
        if (state.compareAndSet(null, HELD)) {
          return true;
        }
      } else if (found != LENT || state.compareAndSet(LENT, sleeper)) {
        return false;
      }
    }
  }

  /// Gives up what [#tryTake] took.
  void release() {
    state.set(null);
  }

  /// Takes it for a moment, if it is free.
  boolean tryBorrow() {
    return state.get() == null && state.compareAndSet(null, LENT);
  }

  /// Gives up what [#tryBorrow] took.
  void giveBack() {
    if (state.getAndSet(null) instanceof Sleeper sleeper) {
      Wakeup.unpark(sleeper.thread());
    }
  }
}
