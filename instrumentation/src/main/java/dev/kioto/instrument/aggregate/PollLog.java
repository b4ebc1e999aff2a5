package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.Nullable;

/// The latest polls of operations, for any number of readers. Those that a reader is too late for are counted.
///
/// Guarded by the lock of the aggregator.
final class PollLog {
  // As many as a reader is told of at a time. A power of two. A guess.
  private static final int CAPACITY = 1024;

  // By sequence modulo the capacity.
  private final @Nullable OperationEntry[] entries = new OperationEntry[CAPACITY];
  private final long[] tasks = new long[CAPACITY];
  private final boolean[] ready = new boolean[CAPACITY];
  private long end;

  void add(OperationEntry entry, boolean wasReady) {
    int at = slot(end++);
    entries[at] = entry;
    tasks[at] = entry.taskId();
    ready[at] = wasReady;
  }

  /// The sequence of the next one.
  long end() {
    return end;
  }

  /// The first that is still there for a reader who has read up to `from`.
  long oldest(long from) {
    return Math.max(from, end - CAPACITY);
  }

  @Nullable OperationEntry entry(long sequence) {
    return entries[slot(sequence)];
  }

  long task(long sequence) {
    return tasks[slot(sequence)];
  }

  boolean isReady(long sequence) {
    return ready[slot(sequence)];
  }

  private static int slot(long sequence) {
    return (int) sequence & (CAPACITY - 1);
  }
}
