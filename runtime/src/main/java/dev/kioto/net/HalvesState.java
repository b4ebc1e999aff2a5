package dev.kioto.net;

import java.util.concurrent.atomic.AtomicInteger;

/// Which halves of a stream are in use: so that the last one to be closed closes the stream. Any thread.
final class HalvesState {
  /*
   *      READ|WRITE -> WRITE          the reading half is closed
   *      READ|WRITE -> READ           the writing half is closed
   *   READ or WRITE -> 0              the other one too: whoever does this closes the stream
   *      READ|WRITE -> 0              the halves are one again: nobody closes the stream
   *
   * Each change is one atomic operation that tells what was there before, so exactly one sees itself as the last. What the first
   * did with the stream comes before what the last does: both write the word, and the last reads what the first wrote.
   */
  static final int READ = 1;
  static final int WRITE = 1 << 1;

  private final AtomicInteger inUse = new AtomicInteger(READ | WRITE); // any thread

  boolean isInUse(int half) {
    return (inUse.get() & half) != 0;
  }

  /// Gives up a half.
  ///
  /// @return what is left
  Left leave(int half) {
    int before = inUse.getAndUpdate(bits -> bits & ~half);
    if ((before & half) == 0) {
      return Left.AS_BEFORE;
    }
    return before == half ? Left.NOTHING : Left.OTHER_HALF;
  }

  /// What is left of a stream.
  enum Left {
    /// The half was not in use.
    AS_BEFORE,
    /// The other half.
    OTHER_HALF,
    /// Nothing: the stream is to be closed.
    NOTHING
  }

  /// Gives up both halves.
  ///
  /// @return whether both were in use
  boolean reunite() {
    return inUse.compareAndSet(READ | WRITE, 0);
  }
}
