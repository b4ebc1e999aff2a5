package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Learns by asking what events did not bring: because they were lost, or because less was recorded when it came. In rounds: the
/// runtimes are asked what there is, and then each of that and of what is known is looked at, so many in a turn that the lock is
/// not held for long.
///
/// Guarded by the lock of the aggregator.
final class Reconciler {
  /*
   *   resting -> asking     a round is due: whoever takes it asks the runtimes, without the lock
   *   asking  -> looking    the answer is there
   *   looking -> resting    all of it was looked at
   *   any     -> resting    the level went below TASKS, or was raised again: the books were emptied. An answer to that round is
   *                         nobody's when it comes
   *
   * An answer is older than the looks at it. That does no harm: each is asked again, when its turn comes, whether it is over. What
   * is not over then tells of its end later, so that comes in a later pass.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  // Rounds take one part in so many of the time, at most.
  private static final int SHARE = 50;
  // A millisecond or two. A guess.
  static final int LOOKS = 4096;
  // After a raise: at once, and again for what a thread began between its look at the level and the list that it is in.
  private static final int ROUNDS_AFTER_RAISE = 2;

  private final Books books;
  private final LongSupplier clock;

  private @Nullable Round round;
  private boolean atOnce;
  private int owed;
  private long pass;
  private long losses;
  private long settledLosses;
  private boolean strangers;
  private long restingSince = Instants.ABSENT;
  private long lastTookNanos;
  private long lastPass;

  Reconciler(Books books, LongSupplier clock) {
    this.books = books;
    this.clock = clock;
  }

  /// The level was raised to where single tasks are kept: those that live were not told of.
  void raised() {
    round = null;
    atOnce = true;
    owed = ROUNDS_AFTER_RAISE;
  }

  /// Nothing is kept.
  void lowered() {
    round = null;
    atOnce = false;
    owed = 0;
  }

  /// The rings were drained, in a pass that goes on.
  ///
  /// @param lost events that were lost before that: what the rings still held of what they were about is in the books by now
  void drained(long lost) {
    pass = books.pass();
    losses = lost;
    strangers = books.haveStrangers();
  }

  /// Begins a round, if one is due.
  ///
  /// @return what the caller has to [#answer] or [#abandon]; null when none is due
  @Nullable Round begin() {
    long now = clock.getAsLong();
    if (round != null || !(atOnce || (isRested(now) && (owed > 0 || strangers || losses != settledLosses)))) {
      return null;
    }
    atOnce = false;
    owed = Math.max(0, owed - 1);
    settledLosses = losses;
    var begun = new Round(pass, now);
    round = begun;
    return begun;
  }

  private boolean isRested(long now) {
    return restingSince == Instants.ABSENT || (pass - lastPass >= Entry.PASSES_TO_SETTLE
        && now - restingSince > Math.max(PAUSE_NANOS, SHARE * lastTookNanos));
  }

  /// The runtimes were asked for a round.
  void answer(Round asked, Living living) {
    if (asked.equals(round)) {
      asked.looks = books.looks(living, clock);
      asked.tookNanos = clock.getAsLong() - asked.begunAt;
    }
  }

  /// The runtimes could not be asked.
  void abandon(Round asked) {
    if (asked.equals(round)) {
      rest(asked);
    }
  }

  /// Looks at some more, if there is an answer to look at.
  ///
  /// @return whether there is more to look at
  boolean turn() {
    var current = round;
    if (current == null || current.looks == null) {
      return false;
    }
    long start = clock.getAsLong();
    boolean more = current.go(LOOKS);
    current.tookNanos += clock.getAsLong() - start;
    if (!more) {
      books.asked(current.pass);
      rest(current);
    }
    books.operations.listFresh();
    return more;
  }

  private void rest(Round over) {
    round = null;
    restingSince = clock.getAsLong();
    lastTookNanos = over.tookNanos;
    lastPass = over.pass;
  }

  /// From the question to the last look.
  static final class Round {
    private final long pass;
    private final long begunAt;
    private long tookNanos;
    private @Nullable Deque<Supplier<Walk<?>>> looks;
    private @Nullable Walk<?> current;

    private Round(long pass, long begunAt) {
      this.pass = pass;
      this.begunAt = begunAt;
    }

    /// @return whether there is more to look at
    private boolean go(int most) {
      int left = most;
      while (left > 0) {
        if (current == null) {
          var next = looks == null ? null : looks.poll();
          if (next == null) {
            return false;
          }
          current = next.get();
        }
        int done = current.go(left);
        if (done < left) {
          current = null;
        }
        left -= done;
      }
      return true;
    }
  }
}
