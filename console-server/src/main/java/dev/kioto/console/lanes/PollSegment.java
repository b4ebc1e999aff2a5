package dev.kioto.console.lanes;

/// A run of polls of one lane in the order in which they ended, and what its blocks of 64 come to, so that a wide window reads blocks
/// in place of polls. One thread at a time.
final class PollSegment {
  static final int POLLS = 4096;
  static final int BLOCK = 64;
  private static final int BLOCKS = POLLS / BLOCK;

  // 24 bytes a poll. Lengths as floats are off by 60 ns in a second at most, which no pixel shows.
  private final long[] starts = new long[POLLS];
  private final long[] tasks = new long[POLLS];
  private final float[] lengths = new float[POLLS];
  private final float[] waits = new float[POLLS];
  private final long[] blockStarts = new long[BLOCKS];
  private final long[] blockEnds = new long[BLOCKS];
  private final long[] blockWaitStarts = new long[BLOCKS];
  private final double[] blockBusy = new double[BLOCKS];
  private final double[] blockWaited = new double[BLOCKS];
  private final short[] blockLongest = new short[BLOCKS];
  private int size;
  private long start = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private long waitStart = Long.MAX_VALUE;

  boolean isFull() {
    return size == POLLS;
  }

  int size() {
    return size;
  }

  void add(long at, long length, long task, long waited) {
    int block = size / BLOCK;
    if (size % BLOCK == 0) {
      blockStarts[block] = Long.MAX_VALUE;
      blockEnds[block] = Long.MIN_VALUE;
      blockWaitStarts[block] = Long.MAX_VALUE;
      blockLongest[block] = (short) size;
    }
    starts[size] = at;
    tasks[size] = task;
    lengths[size] = length;
    waits[size] = waited;
    blockStarts[block] = Math.min(blockStarts[block], at);
    blockEnds[block] = Math.max(blockEnds[block], at + length);
    blockWaitStarts[block] = Math.min(blockWaitStarts[block], at - waited);
    blockBusy[block] += length;
    blockWaited[block] += waited;
    if (lengths[blockLongest[block]] < length) {
      blockLongest[block] = (short) size;
    }
    start = Math.min(start, at);
    end = Math.max(end, at + length);
    waitStart = Math.min(waitStart, at - waited);
    size++;
  }

  /// When the first poll began.
  long start() {
    return start;
  }

  /// When the last poll was over.
  long end() {
    return end;
  }

  /// When the first of the tasks became runnable.
  long waitStart() {
    return waitStart;
  }

  /// Shows the polls that touch a window to what draws them.
  void polls(long from, long to, PollCells into) {
    for (int block = 0; block * BLOCK < size; block++) {
      if (blockEnds[block] < from || blockStarts[block] >= to) {
        continue;
      }
      int first = block * BLOCK;
      int last = Math.min(size, first + BLOCK);
      int longest = blockLongest[block];
      if (into.takesWhole(blockStarts[block], blockEnds[block])) {
        into.add(blockStarts[block], last - first, blockBusy[block], tasks[longest], lengths[longest], waits[longest]);
      } else {
        for (int i = first; i < last; i++) {
          if (starts[i] < to && starts[i] + (long) lengths[i] >= from) {
            into.add(starts[i], 1, lengths[i], tasks[i], lengths[i], waits[i]);
          }
        }
      }
    }
  }

  /// Shows how long tasks waited before these polls to what draws that.
  void waits(long from, long to, WaitCells into) {
    for (int block = 0; block * BLOCK < size; block++) {
      if (blockEnds[block] < from || blockWaitStarts[block] >= to) {
        continue;
      }
      int first = block * BLOCK;
      int last = Math.min(size, first + BLOCK);
      if (into.takesWhole(blockWaitStarts[block], blockEnds[block])) {
        into.add(blockWaitStarts[block], blockWaited[block]);
      } else {
        for (int i = first; i < last; i++) {
          into.add(starts[i] - (long) waits[i], starts[i]);
        }
      }
    }
  }

  /// Passes the polls on that began in a time.
  void each(long from, long to, PollVisitor visitor) {
    for (int block = 0; block * BLOCK < size; block++) {
      if (blockEnds[block] < from || blockStarts[block] >= to) {
        continue;
      }
      for (int i = block * BLOCK; i < Math.min(size, (block + 1) * BLOCK); i++) {
        if (starts[i] >= from && starts[i] < to) {
          visitor.poll(starts[i], tasks[i]);
        }
      }
    }
  }

  /// Is shown polls.
  interface PollVisitor {
    void poll(long start, long task);
  }
}
