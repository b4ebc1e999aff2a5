package dev.kioto.instrument.recorder;

/// The polls of one thread that another poll interrupts, as a `blockOn` inside a blocking job does. That thread alone.
final class OuterPolls {
  // Deeper than that, polls are lost.
  private static final int MAX_DEPTH = 16;
  private static final int WORDS = 4;

  private final long[] words = new long[MAX_DEPTH * WORDS];
  private int depth;

  void push(long task, long scheduledAt, long start, int selfWakes) {
    if (depth < MAX_DEPTH) {
      int at = depth * WORDS;
      words[at] = task;
      words[at + 1] = scheduledAt;
      words[at + 2] = start;
      words[at + 3] = selfWakes;
    }
    depth++;
  }

  /// Goes back to the poll that was pushed last.
  ///
  /// @return false when there is none
  boolean pop() {
    if (depth == 0) {
      return false;
    }
    depth--;
    return true;
  }

  /// Whether the poll that was popped last is known; else there was no room for it.
  boolean isKnown() {
    return depth < MAX_DEPTH;
  }

  // Of the poll that was popped last, when it is known.

  long task() {
    return words[depth * WORDS];
  }

  long scheduledAt() {
    return words[depth * WORDS + 1];
  }

  long start() {
    return words[depth * WORDS + 2];
  }

  int selfWakes() {
    return (int) words[depth * WORDS + 3];
  }

  void clear() {
    depth = 0;
  }
}
