package dev.kioto.instrument.aggregate;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Living resources, which are looked at again in turn: each once a round, and no more of them than a share of the time allows.
/// So few are looked at often, and many as often as can be afforded.
///
/// Guarded by the lock of the aggregator.
final class Rotation {
  // Looks between two readings of the clock.
  private static final int STRIDE = 32;
  // What is not used in time is not used later.
  private static final long MAX_ALLOWANCE_NANOS = 1_000_000;

  private final long roundNanos;
  private final int share;

  // A ring: the next to be looked at, null when there is none. The one before it was looked at last.
  private @Nullable ResourceEntry next;
  private int size;
  private int left;
  private long roundStartedAt;
  private long allowance;
  private long lastTurnAt = Instants.ABSENT;

  /// @param roundNanos between the starts of two rounds, at least
  /// @param share one part in so many of the time that passes
  Rotation(long roundNanos, int share) {
    this.roundNanos = roundNanos;
    this.share = share;
  }

  void add(ResourceEntry entry) {
    if (next == null || next.previousInTurn == null) {
      entry.previousInTurn = entry;
      entry.nextInTurn = entry;
      next = entry;
    } else {
      var before = next.previousInTurn;
      entry.previousInTurn = before;
      entry.nextInTurn = next;
      before.nextInTurn = entry;
      next.previousInTurn = entry;
    }
    size++;
  }

  /// Takes an entry out; does nothing when it is not there.
  @SuppressWarnings("ReferenceEquality")
  void remove(ResourceEntry entry) {
    var before = entry.previousInTurn;
    var after = entry.nextInTurn;
    if (before == null || after == null) {
      return;
    }
    before.nextInTurn = after;
    after.previousInTurn = before;
    if (next == entry) {
      next = after == entry ? null : after;
    }
    entry.previousInTurn = null;
    entry.nextInTurn = null;
    size--;
  }

  /// Looks at as many as it may now.
  ///
  /// @param onChange told of each that is not as it was at the last look
  void turn(LongSupplier clock, Consumer<ResourceEntry> onChange) {
    long now = clock.getAsLong();
    boolean first = lastTurnAt == Instants.ABSENT;
    allowance = first ? 0 : Math.min(MAX_ALLOWANCE_NANOS, allowance + (now - lastTurnAt) / share);
    lastTurnAt = now;
    if (left == 0 && (first || now - roundStartedAt >= roundNanos)) {
      left = size;
      roundStartedAt = now;
    }
    while (left > 0 && allowance > 0 && next != null) {
      look(onChange);
      long after = clock.getAsLong();
      allowance -= after - now;
      now = after;
    }
  }

  private void look(Consumer<ResourceEntry> onChange) {
    for (int i = 0; i < STRIDE && left > 0 && next != null; i++) {
      var entry = next;
      left--;
      next = entry.nextInTurn;
      if (entry.look()) {
        onChange.accept(entry);
      }
    }
  }
}
