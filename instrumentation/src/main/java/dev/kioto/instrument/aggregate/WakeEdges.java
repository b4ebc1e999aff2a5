package dev.kioto.instrument.aggregate;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// Who wakes whom: a count for each pair of waker and woken task, in a bounded number of numbered slots.
///
/// ```text
/// word            0            1     2       3         4
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
  private static final int WORDS = 5;
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int WAKES = 2;
  private static final int LAST_AT = 3;
  private static final int CHANGED = 4;

  private final int maxEdges;
  private long[] words = new long[FIRST_CAPACITY * WORDS];
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

  /// Counts wakes.
  ///
  /// @param times how many
  /// @param hint a slot that may be the one of this pair, as the last call for the task returned it
  /// @return the slot
  int woken(long task, long waker, long at, int times, int hint) {
    int slot = isOf(hint, waker, task) ? hint : slotOf(waker, task, at);
    int word = slot * WORDS;
    words[word + WAKES] += times;
    if (at - words[word + LAST_AT] > 0) {
      words[word + LAST_AT] = at;
    }
    words[word + CHANGED] = ++sequence;
    return slot;
  }

  private boolean isOf(int slot, long waker, long task) {
    return to(slot) == task && from(slot) == waker;
  }

  private int slotOf(long waker, long task, long at) {
    int slot = find(waker, task);
    if (slot < 0) {
      slot = claim();
      words[slot * WORDS + FROM] = waker;
      words[slot * WORDS + TO] = task;
      words[slot * WORDS + LAST_AT] = at;
      edges++;
      index[freePlace(waker, task)] = slot + 1;
    }
    return slot;
  }

  private int claim() {
    if (firstFree != 0) {
      int slot = firstFree - 1;
      firstFree = (int) from(slot);
      return slot;
    }
    if (used < maxEdges) {
      if (used * WORDS == words.length) {
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
      if (changedAt(slot) <= roundBefore) {
        return slot;
      }
    }
  }

  private void clear(int slot) {
    unlink(slot);
    edges--;
    uncounted += wakes(slot);
    words[slot * WORDS + WAKES] = 0;
    words[slot * WORDS + TO] = 0;
    words[slot * WORDS + CHANGED] = ++sequence;
  }

  /// Ends a pass over all rings: looks at some of the slots, whether their tasks are still known. An edge that changed in
  /// this pass or the one before is left alone, since the spawn of its waker may be on the way.
  void passed(int slots, LongPredicate isKnown) {
    for (int i = 0; i < Math.min(slots, used); i++) {
      sweeper = sweeper + 1 < used ? sweeper + 1 : 0;
      int slot = sweeper;
      if (to(slot) != 0 && changedAt(slot) <= settled
          && !(isKnown.test(to(slot)) && (from(slot) == 0 || isKnown.test(from(slot))))) {
        clear(slot);
        words[slot * WORDS + FROM] = firstFree;
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
    return words.length * (long) Long.BYTES + index.length * (long) Integer.BYTES;
  }

  long sequence() {
    return sequence;
  }

  /// Slots that were ever in use.
  int slots() {
    return used;
  }

  boolean hasChangedSince(int slot, long since) {
    return changedAt(slot) > since;
  }

  WakeEdge edge(int slot) {
    return to(slot) == 0 ? WakeEdge.free(slot) : new WakeEdge(slot, from(slot), to(slot), wakes(slot), lastAt(slot));
  }

  // The words of a slot.

  private long from(int slot) {
    return words[slot * WORDS + FROM];
  }

  private long to(int slot) {
    return words[slot * WORDS + TO];
  }

  private long wakes(int slot) {
    return words[slot * WORDS + WAKES];
  }

  private long lastAt(int slot) {
    return words[slot * WORDS + LAST_AT];
  }

  private long changedAt(int slot) {
    return words[slot * WORDS + CHANGED];
  }

  // The index.

  private int find(long waker, long task) {
    int mask = index.length - 1;
    for (int place = home(waker, task);; place = (place + 1) & mask) {
      int slot = index[place] - 1;
      if (slot < 0 || isOf(slot, waker, task)) {
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
    int hole = home(from(slot), to(slot));
    while (index[hole] != slot + 1) {
      hole = (hole + 1) & mask;
    }
    for (int place = (hole + 1) & mask; index[place] != 0; place = (place + 1) & mask) {
      int other = index[place] - 1;
      // An edge whose home does not lie behind the hole would not be found across it.
      if (((place - home(from(other), to(other))) & mask) >= ((place - hole) & mask)) {
        index[hole] = other + 1;
        hole = place;
      }
    }
    index[hole] = 0;
  }

  private void grow() {
    int capacity = (int) Math.min(maxEdges, used * 2L);
    words = Arrays.copyOf(words, capacity * WORDS);
    index = new int[Integer.highestOneBit(capacity - 1) * 4];
    for (int slot = 0; slot < used; slot++) {
      if (to(slot) != 0) {
        index[freePlace(from(slot), to(slot))] = slot + 1;
      }
    }
  }
}
