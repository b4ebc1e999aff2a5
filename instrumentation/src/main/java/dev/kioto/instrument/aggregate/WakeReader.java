package dev.kioto.instrument.aggregate;

import java.util.ArrayList;

/// What one reader has seen of the wake edges, and so what is new to it: first all of them, then the slots that have changed.
/// A reader that comes late finds the latest totals of each, once. It costs the aggregator nothing between two looks.
///
/// Safe for use by any thread, meant for one.
public final class WakeReader {
  private final Aggregator aggregator;

  // The rest is guarded by the lock of the aggregator.
  private long seen;
  private long target;
  private int slot;
  private boolean atEnd = true;

  WakeReader(Aggregator aggregator) {
    this.aggregator = aggregator;
  }

  /// Takes the next part. When the last part had no [WakeBatch#more], it begins a new look, which contains all that happened
  /// before this call.
  ///
  /// @param max how many slots it may hold, at least 1
  public WakeBatch next(int max) {
    return aggregator.next(this, max);
  }

  boolean isAtEnd() {
    return atEnd;
  }

  WakeBatch take(WakeEdges edges, int max, long now) {
    if (atEnd) {
      target = edges.sequence();
      slot = 0;
    }
    boolean first = seen == 0;
    var changed = new ArrayList<WakeEdge>();
    for (; slot < edges.slots() && changed.size() < max; slot++) {
      if (edges.hasChangedSince(slot, seen)) {
        var edge = edges.edge(slot);
        if (!first || !edge.isFree()) {
          changed.add(edge);
        }
      }
    }
    atEnd = slot == edges.slots();
    if (atEnd) {
      seen = target;
    }
    return new WakeBatch(now, changed, edges.uncounted(), !atEnd);
  }
}
