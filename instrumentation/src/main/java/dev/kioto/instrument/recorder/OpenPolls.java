package dev.kioto.instrument.recorder;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// The polls that run on threads without a channel of their own, by task: a fixed table, so that a start finds its end.
///
/// ```text
/// slot   | task | scheduled at | start |     task: 0 free, CLAIMED being written, else the task
/// ```
///
/// The polls of one task never overlap, so a task has at most one slot, and only the thread that polls it frees it.
final class OpenPolls {
  /*
   * free -> CLAIMED       // CAS by the thread that starts a poll
   * CLAIMED -> task       // release: scheduled and start are written
   * task -> free          // release by the thread that ends the poll
   */
  static final int NONE = -1;
  static final int NO_ROOM = -2;

  private static final int SLOTS = 256;
  private static final int WORDS = 3;
  // Slots that are tried from a task's first one on.
  private static final int PROBES = 32;
  private static final long FREE = 0;
  private static final long CLAIMED = -1;

  // The words of a slot other than the task are opaque: written by its claimer, read by the consumer;
  // the start release and acquire.
  private final AtomicLongArray table = new AtomicLongArray(SLOTS * WORDS);
  // Polls in the table, and polls that go on without a place there.
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicInteger unkept = new AtomicInteger();

  /// Keeps the start of a poll, if there is a place.
  void start(long task, long scheduledAt, long start) {
    for (int i = 0; i < PROBES; i++) {
      int at = slot(task, i);
      if (table.get(at) == FREE && table.compareAndSet(at, FREE, CLAIMED)) {
        table.setOpaque(at + 1, scheduledAt);
        table.setRelease(at + 2, start);
        table.setRelease(at, task);
        kept.incrementAndGet();
        return;
      }
    }
    unkept.incrementAndGet();
  }

  /// Finds the running poll of a task, which is about to end. To be followed by [#free].
  ///
  /// @return its place; [#NO_ROOM] when there was none for it, by count: which polls have no place is not known; [#NONE] when
  ///     it was never started
  int find(long task) {
    if (kept.get() == 0 && unkept.get() == 0) {
      return NONE;
    }
    for (int i = 0; i < PROBES; i++) {
      int at = slot(task, i);
      if (table.getAcquire(at) == task) {
        return at;
      }
    }
    return unkept.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? NO_ROOM : NONE;
  }

  long scheduledAt(int place) {
    return table.getOpaque(place + 1);
  }

  long start(int place) {
    return table.getOpaque(place + 2);
  }

  void free(int place) {
    if (place >= 0) {
      table.setRelease(place, FREE);
      kept.decrementAndGet();
    }
  }

  /// Hands each running poll to a sink.
  void running(RunningSink sink) {
    for (int at = 0; at < SLOTS * WORDS; at += WORDS) {
      long start = table.getAcquire(at + 2); // a start is written only while there is no task: see RunningPoll
      long task = table.getAcquire(at);
      if (task != FREE && task != CLAIMED && table.getAcquire(at + 2) == start) {
        sink.running(task, start, 0);
      }
    }
  }

  private static int slot(long task, int probe) {
    int hash = (int) ((task * 0x9E3779B97F4A7C15L) >>> 56);
    return ((hash + probe) % SLOTS) * WORDS;
  }
}
