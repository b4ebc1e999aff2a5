package dev.kioto.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/// Knows which workers sleep and how many look for tasks, and decides whom to wake.
///
/// The protocol is that of Tokio's `runtime/scheduler/multi_thread/idle.rs`, without its lock, because a submission may
/// run on a virtual thread (see [InjectQueue]).
final class Idle {
  /*
   * Two shared things: counts packs (unparked << 16 | searching), and sleepers has one bit a worker.
   *
   *   reserve   counts: unparked + 1, searching + 1    // then exactly one bit is cleared, and its worker unparked
   *   park      own bit set; then counts: unparked - 1 (and searching - 1 when it searched)
   *   leave     counts: unparked + 1; then own bit cleared, or, when another took it, unparked - 1
   *
   * Whoever has counted and not yet cleared a bit, by reserve or leave, holds a claim to one.
   *
   * Invariant: set bits = workers - unparked + claims + those who have set their bit in park and not counted yet. And
   * unparked <= workers, since reserve and leave count only up to there. So there are never fewer bits than claims, and a
   * reservation always finds one, at worst that of a worker that is about to park, which then returns at once from its
   * parker. A leave that counted without regard to the bound could take the bit that a reservation was promised, which
   * would then look for one until that worker parks again.
   *
   * No lost wake-up. A submitter makes the task visible in a queue, then reads counts (full fence between). A worker
   * that goes to sleep changes counts, then looks at the queues again (full fence between) if nobody searches now,
   * whether it searched itself or not. In the order of the fences either the submitter sees neither a searcher nor all
   * awake, and wakes one, or the worker sees the task. A submitter that sees a searcher leaves the task to it: the last
   * one to stop looks again, or, having found work of its own, wakes another. (Tokio's worker looks again only if it
   * searched; a task submitted just before may then wait for a busy worker beside a sleeping one.)
   */
  private static final int SEARCHING_MASK = 0xFFFF;
  private static final int UNPARKED_SHIFT = 16;
  private static final int ONE_SEARCHING = 1;
  private static final int ONE_UNPARKED = 1 << UNPARKED_SHIFT;

  private static final VarHandle SLEEPERS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors() > 1
      ? Runtime.getRuntime().availableProcessors() : 0;

  static final int NONE = -1;
  static final int MAX_WORKERS = 0x7FFF;

  private final int workers;
  private final AtomicInteger counts;
  private final long[] sleepers; // by SLEEPERS, volatile

  Idle(int workers) {
    this.workers = workers;
    counts = new AtomicInteger(workers << UNPARKED_SHIFT);
    sleepers = new long[(workers + 63) / 64];
  }

  private static int searching(int counts) {
    return counts & SEARCHING_MASK;
  }

  private static int unparked(int counts) {
    return counts >>> UNPARKED_SHIFT;
  }

  /// Picks a sleeping worker to be unparked, unless one is searching or all are awake. It counts as searching from now on.
  ///
  /// @return the worker's index, or [#NONE]
  int workerToNotify() {
    VarHandle.fullFence(); // after the caller's push; without it counts could be read before the task is visible
    while (true) {
      int c = counts.get();
      if (searching(c) != 0 || unparked(c) >= workers) {
        return NONE;
      }
      if (counts.compareAndSet(c, c + ONE_UNPARKED + ONE_SEARCHING)) {
        return takeSleeper();
      }
    }
  }

  private int takeSleeper() {
    while (true) {
      for (int word = sleepers.length - 1; word >= 0; word--) {
        long bits = bits(word);
        if (bits != 0) {
          int bit = Long.numberOfTrailingZeros(bits);
          if (SLEEPERS.compareAndSet(sleepers, word, bits, bits & ~(1L << bit))) {
            return word * 64 + bit;
          }
          word++; // the word changed: look at it again
        }
      }
      Thread.onSpinWait(); // a bit exists, or another reservation is about to give one back
    }
  }

  /// A worker goes to sleep.
  ///
  /// @return true when nobody searches now, so that it must look at the queues once more
  boolean park(int worker, boolean searching) {
    setBit(worker);
    int before = counts.getAndAdd(-ONE_UNPARKED - (searching ? ONE_SEARCHING : 0));
    VarHandle.fullFence();
    return searching(before) == (searching ? 1 : 0);
  }

  /// A sleeping worker has found tasks in its own queue, and gets up by itself.
  ///
  /// @return false when another had woken it meanwhile, so that it counts as searching
  boolean leave(int worker) {
    while (true) {
      int c = counts.get();
      if (unparked(c) < workers) {
        if (counts.compareAndSet(c, c + ONE_UNPARKED)) {
          break;
        }
      } else if (!isParked(worker)) {
        return false;
      } else {
        Thread.onSpinWait(); // each bit that is left is claimed: this one goes, or a count comes back
      }
    }
    if (clearBit(worker)) {
      return true;
    }
    counts.getAndAdd(-ONE_UNPARKED);
    return false;
  }

  /// Whether the worker still counts as asleep: false once another has picked it.
  boolean isParked(int worker) {
    return (bits(worker >> 6) & (1L << worker)) != 0;
  }

  /// Whether any worker is asleep; a moment old.
  boolean anyParked() {
    return unparked(counts.get()) < workers;
  }

  /// Lets a worker search, unless half of them do.
  boolean startSearching() {
    int c = counts.get();
    if (2 * searching(c) >= workers) {
      return false;
    }
    counts.getAndAdd(ONE_SEARCHING); // two may pass at once: the bound is a throttle, not a promise
    return true;
  }

  /// Whether a worker that searches may go on for a moment: when it is the only one, and no other worker wants its processor.
  boolean maySpin() {
    int c = counts.get();
    return searching(c) == 1 && unparked(c) <= PROCESSORS;
  }

  /// A searching worker has found something.
  ///
  /// @return true when it was the last one that searched, and should wake another
  boolean stopSearching() {
    return searching(counts.getAndAdd(-ONE_SEARCHING)) == 1;
  }

  private long bits(int word) {
    return (long) SLEEPERS.getVolatile(sleepers, word);
  }

  private void setBit(int worker) {
    SLEEPERS.getAndBitwiseOr(sleepers, worker >> 6, 1L << worker);
  }

  private boolean clearBit(int worker) {
    long bit = 1L << worker;
    return ((long) SLEEPERS.getAndBitwiseAnd(sleepers, worker >> 6, ~bit) & bit) != 0;
  }
}
