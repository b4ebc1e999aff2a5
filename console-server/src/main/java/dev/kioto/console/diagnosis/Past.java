package dev.kioto.console.diagnosis;

import java.util.ArrayDeque;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What something was like over the last minute, once a second. Of the looking thread.
final class Past<T> {

  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final long LEAST_GAP_NANOS = 900_000_000L; // between two that are kept
  private static final int MOST = 128;

  private final ToLongFunction<T> asOf;
  private final ArrayDeque<T> states = new ArrayDeque<>(); // the newest first

  /// @param asOf the instant of a state; 0 for one that was never told
  Past(ToLongFunction<T> asOf) {
    this.asOf = asOf;
  }

  void clear() {
    states.clear();
  }

  void add(T now) {
    long at = asOf.applyAsLong(now);
    if (at == 0) return;
    var last = states.peekFirst();
    if (last == null || at - asOf.applyAsLong(last) >= LEAST_GAP_NANOS) states.addFirst(now);
    while (states.size() > MOST || at - asOf.applyAsLong(states.getLast()) > LONGEST_NANOS) states.removeLast();
  }

  /// The state so long before the newest, or a little longer; null when that is not known.
  ///
  /// @param since no state before this instant counts
  @Nullable T before(long nanos, long since) {
    if (states.isEmpty()) return null;
    long at = asOf.applyAsLong(states.getFirst()) - nanos;
    for (var one : states) {
      if (asOf.applyAsLong(one) < since) return null;
      if (asOf.applyAsLong(one) <= at) return one;
    }
    return null;
  }
}
