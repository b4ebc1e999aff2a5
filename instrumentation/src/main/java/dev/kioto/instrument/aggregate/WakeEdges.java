package dev.kioto.instrument.aggregate;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// Who wakes whom: a count for each pair of waker and woken task, in a bounded number of numbered slots.
///
/// ```text
/// slot            from         to    wakes   last at   sequence
/// in use          waker or 0   task  1..     of wake   of the last change
/// free            next free+1  0     0                 of the last change
/// ```
///
/// An edge keeps its slot while it is kept, and a slot that is given to another edge says so by its content: so a reader that
/// holds as many slots needs no word of what is gone. When all are in use, one whose edge has rested longest, about, is given
/// to the new edge. What the edges that are gone had counted is not lost: it is in [#uncounted].
///
/// Guarded by the lock of the aggregator.
final class WakeEdges {
  /*
   * Invariants: the wakes of all slots and `uncounted` add up to the calls of `woken`. A slot in use is found from its home
   * in `index` before the first free place there.
   *
   * Who rests longest is found by a hand that goes round the slots: it takes the first one that has not changed since the
   * hand's round before the present one began. A slot that is in use is so passed once, or twice where all have changed.
   */
  private static final int FIRST_CAPACITY = 64;

  private final int maxEdges;
  private long[] from = new long[FIRST_CAPACITY];
  private long[] to = new long[FIRST_CAPACITY];
  private long[] wakes = new long[FIRST_CAPACITY];
  private long[] lastAt = new long[FIRST_CAPACITY];
  private long[] changedAt = new long[FIRST_CAPACITY];
  // Slots by their pair, plus 1; 0: free. Twice as many places as slots, with linear probing.
  private int[] index = new int[FIRST_CAPACITY * 2];

  private int used; // slots that were ever in use
  private int firstFree; // plus 1; 0: none
  private int edges;
  private long sequence;
  private long uncounted;

  private int hand;
  private long roundBegan;
  private long roundBefore;

  private int sweeper;
  // The sequence as it was one pass ago, and two.
  private long pass;
  private long settled;

  /// @param maxEdges kept at most, at least 1
  WakeEdges(int maxEdges) {
    this.maxEdges = maxEdges;
  }

  /// Counts a wake.
  void woken(long task, long waker, long at) {
    int slot = find(waker, task);
    if (slot < 0) {
      slot = claim();
      from[slot] = waker;
      to[slot] = task;
      lastAt[slot] = at;
      edges++;
      index[freePlace(waker, task)] = slot + 1;
    }
    wakes[slot]++;
    if (at - lastAt[slot] > 0) {
      lastAt[slot] = at;
    }
    changedAt[slot] = ++sequence;
  }

  private int claim() {
    if (firstFree != 0) {
      int slot = firstFree - 1;
      firstFree = (int) from[slot];
      return slot;
    }
    if (used < maxEdges) {
      if (used == from.length) {
        grow();
      }
      return used++;
    }
    int slot = longestAtRest();
    clear(slot);
    return slot;
  }

  private int longestAtRest() {
    while (true) {
      if (hand >= used) {
        hand = 0;
        roundBefore = roundBegan;
        roundBegan = sequence;
      }
      int slot = hand++;
      if (changedAt[slot] <= roundBefore) {
        return slot;
      }
    }
  }

  private void clear(int slot) {
    unlink(slot);
    edges--;
    uncounted += wakes[slot];
    wakes[slot] = 0;
    to[slot] = 0;
    changedAt[slot] = ++sequence;
  }

  /// Ends a pass over all rings: looks at some of the slots, whether their tasks are still known. An edge that changed in
  /// this pass or the one before is left alone, since the spawn of its waker may be on the way.
  void passed(int slots, LongPredicate isKnown) {
    for (int i = 0; i < Math.min(slots, used); i++) {
      sweeper = sweeper + 1 < used ? sweeper + 1 : 0;
      int slot = sweeper;
      if (to[slot] != 0 && changedAt[slot] <= settled
          && !(isKnown.test(to[slot]) && (from[slot] == 0 || isKnown.test(from[slot])))) {
        clear(slot);
        from[slot] = firstFree;
        firstFree = slot + 1;
      }
    }
    settled = pass;
    pass = sequence;
  }

  /// Wakes whose edge is not kept any more.
  long uncounted() {
    return uncounted;
  }

  /// Edges that are kept.
  int size() {
    return edges;
  }

  /// What it holds in memory, in bytes.
  long bytes() {
    return from.length * 5L * Long.BYTES + index.length * (long) Integer.BYTES;
  }

  long sequence() {
    return sequence;
  }

  /// Slots that were ever in use.
  int slots() {
    return used;
  }

  boolean hasChangedSince(int slot, long since) {
    return changedAt[slot] > since;
  }

  WakeEdge edge(int slot) {
    return to[slot] == 0 ? WakeEdge.free(slot) : new WakeEdge(slot, from[slot], to[slot], wakes[slot], lastAt[slot]);
  }

  // The index.

  private int find(long waker, long task) {
    int mask = index.length - 1;
    for (int place = home(waker, task);; place = (place + 1) & mask) {
      int slot = index[place] - 1;
      if (slot < 0 || (to[slot] == task && from[slot] == waker)) {
        return slot;
      }
    }
  }

  private int freePlace(long waker, long task) {
    int mask = index.length - 1;
    int place = home(waker, task);
    while (index[place] != 0) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int home(long waker, long task) {
    long hash = (task * 0x9E3779B97F4A7C15L + waker) * 0xD6E8FEB86659FD93L;
    return (int) (hash >>> (Long.numberOfLeadingZeros(index.length) + 1));
  }

  private void unlink(int slot) {
    int mask = index.length - 1;
    int hole = home(from[slot], to[slot]);
    while (index[hole] != slot + 1) {
      hole = (hole + 1) & mask;
    }
    for (int place = (hole + 1) & mask; index[place] != 0; place = (place + 1) & mask) {
      int other = index[place] - 1;
      // An edge whose home does not lie behind the hole would not be found across it.
      if (((place - home(from[other], to[other])) & mask) >= ((place - hole) & mask)) {
        index[hole] = other + 1;
        hole = place;
      }
    }
    index[hole] = 0;
  }

  private void grow() {
    int capacity = (int) Math.min(maxEdges, used * 2L);
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    wakes = Arrays.copyOf(wakes, capacity);
    lastAt = Arrays.copyOf(lastAt, capacity);
    changedAt = Arrays.copyOf(changedAt, capacity);
    index = new int[Integer.highestOneBit(capacity - 1) * 4];
    for (int slot = 0; slot < used; slot++) {
      if (to[slot] != 0) {
        index[freePlace(from[slot], to[slot])] = slot + 1;
      }
    }
  }
}
