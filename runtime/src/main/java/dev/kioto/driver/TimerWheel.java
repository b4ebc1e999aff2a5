package dev.kioto.driver;

import org.jspecify.annotations.Nullable;

/// A hashed hierarchical timing wheel: 6 levels of 64 slots, of 1 tick, 64 ticks, 4096 ticks and so on. Insertion and
/// removal take constant time; an entry moves down a level at most 5 times before it fires.
///
/// After Varghese and Lauck, "Hashed and hierarchical timing wheels" (1987), in the arrangement of Tokio's
/// `runtime/time/wheel`. Not safe for use by two threads at once: the [Driver] locks.
final class TimerWheel {
  /*
   * The level of a deadline is the position of the highest group of 6 bits in which it differs from `elapsed`, so that
   * within a level no slot holds deadlines of two turns, except at the top, where 2^36 ticks are the most that an entry
   * may be ahead.
   */
  private static final int LEVELS = 6;
  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int SLOT_MASK = SLOTS - 1;

  /// How far ahead an entry may be placed: about 2.2 years of milliseconds. One that is due later is placed there, and again
  /// when its turn comes.
  static final long MAX_TICKS_AHEAD = (SLOTS - 1L) << ((LEVELS - 1) * SLOT_BITS);

  static final long NO_DEADLINE = Long.MAX_VALUE;

  private final @Nullable TimerEntry[][] slots = new TimerEntry[LEVELS][SLOTS];
  private final long[] occupied = new long[LEVELS];

  // The tick up to which everything has fired.
  private long elapsed;
  private int size;

  /// @param tick the one up to which everything has fired
  TimerWheel(long tick) {
    elapsed = tick;
  }

  /// Adds an entry.
  ///
  /// @return false when its tick has passed, so that it should fire at once
  boolean insert(TimerEntry entry) {
    if (entry.tick <= elapsed) {
      return false;
    }
    place(entry);
    size++;
    return true;
  }

  private void place(TimerEntry entry) {
    long tick = Math.min(entry.tick, elapsed + MAX_TICKS_AHEAD);
    int level = levelOf(tick);
    int slot = (int) (tick >>> (level * SLOT_BITS)) & SLOT_MASK;
    entry.level = level;
    entry.slot = slot;
    entry.previous = null;
    TimerEntry first = slots[level][slot];
    entry.next = first;
    if (first != null) {
      first.previous = entry;
    }
    slots[level][slot] = entry;
    occupied[level] |= 1L << slot;
  }

  private int levelOf(long tick) {
    long differing = (elapsed ^ tick) | SLOT_MASK;
    int significant = 63 - Long.numberOfLeadingZeros(differing);
    return Math.min(significant / SLOT_BITS, LEVELS - 1);
  }

  /// Takes an entry out, if it is in.
  void remove(TimerEntry entry) {
    if (entry.level == TimerEntry.NOT_IN_WHEEL) {
      return;
    }
    unlink(entry);
    size--;
  }

  private void unlink(TimerEntry entry) {
    if (entry.previous != null) {
      entry.previous.next = entry.next;
    } else {
      slots[entry.level][entry.slot] = entry.next;
      if (entry.next == null) {
        occupied[entry.level] &= ~(1L << entry.slot);
      }
    }
    if (entry.next != null) {
      entry.next.previous = entry.previous;
    }
    entry.previous = null;
    entry.next = null;
    entry.level = TimerEntry.NOT_IN_WHEEL;
  }

  /// Advances an empty wheel.
  void skipTo(long now) {
    assert size == 0 : "entries would be skipped";
    elapsed = Math.max(elapsed, now);
  }

  /// Takes out one entry whose tick is not after `now`, and advances to `now` when there is none.
  @Nullable TimerEntry pollExpired(long now) {
    while (true) {
      int level = nextLevel();
      if (level < 0 || slotStart(level) > now) {
        elapsed = Math.max(elapsed, now);
        return null;
      }
      int slot = nextSlot(level);
      elapsed = Math.max(elapsed, slotStart(level));
      if (level == 0) {
        TimerEntry due = slots[0][slot];
        assert due != null : "an occupied slot is empty";
        unlink(due);
        size--;
        return due;
      }
      cascade(level, slot);
    }
  }

  // The slot's turn has begun, so that each of its entries now belongs to a lower level.
  private void cascade(int level, int slot) {
    TimerEntry entry;
    while ((entry = slots[level][slot]) != null) {
      unlink(entry);
      entry.catchUp();
      place(entry);
      assert entry.level != level || entry.slot != slot : "an entry did not move";
    }
  }

  /// The tick at which [#pollExpired] next has work to do: an expiry, or entries to move down a level.
  ///
  /// @return [#NO_DEADLINE] when the wheel is empty
  long nextTick() {
    int level = nextLevel();
    return level < 0 ? NO_DEADLINE : slotStart(level);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  // The lowest level with an entry has the next slot: deadlines of a higher level differ from `elapsed` higher up.
  private int nextLevel() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return level;
      }
    }
    return -1;
  }

  private int nextSlot(int level) {
    int now = (int) (elapsed >>> (level * SLOT_BITS)) & SLOT_MASK;
    return (now + Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], now))) & SLOT_MASK;
  }

  // At the top level the slots before the present one belong to the next turn.
  private long slotStart(int level) {
    int shift = level * SLOT_BITS;
    long turn = elapsed >>> (shift + SLOT_BITS) << (shift + SLOT_BITS);
    long start = turn + ((long) nextSlot(level) << shift);
    return level == LEVELS - 1 && start + (1L << shift) <= elapsed ? start + (1L << (shift + SLOT_BITS)) : start;
  }

  /// Takes out one entry, whenever it is due; null when the wheel is empty.
  @Nullable TimerEntry pollAny() {
    int level = nextLevel();
    var entry = level < 0 ? null : slots[level][nextSlot(level)];
    if (entry != null) {
      remove(entry);
    }
    return entry;
  }
}
