package dev.kioto.instrument.recorder;

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
  private static final int SLOTS = 256;
  private static final int WORDS = 3;
  // Slots that are tried from a task's first one on.
  private static final int PROBES = 32;
  private static final long FREE = 0;
  private static final long CLAIMED = -1;

  // The words of a slot other than the task are opaque: written by its claimer, read by the consumer.
  private final AtomicLongArray table = new AtomicLongArray(SLOTS * WORDS);

  /// Keeps the start of a poll. Does nothing when there is no place.
  void start(long task, long scheduledAt, long start) {
    for (int i = 0; i < PROBES; i++) {
      int at = slot(task, i);
      if (table.get(at) == FREE && table.compareAndSet(at, FREE, CLAIMED)) {
        table.setOpaque(at + 1, scheduledAt);
        table.setOpaque(at + 2, start);
        table.setRelease(at, task);
        return;
      }
    }
  }

  /// Finds the running poll of a task.
  ///
  /// @return its place, or -1 when it has none
  int find(long task) {
    for (int i = 0; i < PROBES; i++) {
      int at = slot(task, i);
      if (table.getAcquire(at) == task) {
        return at;
      }
    }
    return -1;
  }

  long scheduledAt(int place) {
    return table.getOpaque(place + 1);
  }

  long start(int place) {
    return table.getOpaque(place + 2);
  }

  void free(int place) {
    table.setRelease(place, FREE);
  }

  /// Hands each running poll to a sink.
  void running(RunningSink sink) {
    for (int at = 0; at < SLOTS * WORDS; at += WORDS) {
      long task = table.getAcquire(at);
      if (task != FREE && task != CLAIMED) {
        long start = table.getAcquire(at + 2);
        if (table.getAcquire(at) == task) {
          sink.running(task, start);
        }
      }
    }
  }

  private static int slot(long task, int probe) {
    int hash = (int) ((task * 0x9E3779B97F4A7C15L) >>> 56);
    return ((hash + probe) % SLOTS) * WORDS;
  }
}
