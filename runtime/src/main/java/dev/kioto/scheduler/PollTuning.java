package dev.kioto.scheduler;

/// Chooses how often a worker looks at the inject queue first, so that about the same time passes between two looks whatever
/// the length of its polls. One worker's thread; the mean is read by any.
///
/// After Tokio's `runtime/scheduler/multi_thread/stats.rs`, constants included.
final class PollTuning {
  /// At less an inject queue that is never empty would keep a worker from its own.
  static final int MIN_INTERVAL = 2;

  private static final double ALPHA = 0.1; // the weight of one poll
  private static final long TARGET_NANOS = 200_000;
  private static final int MAX_INTERVAL = 127;
  private static final int FIRST_INTERVAL = 61;

  private boolean tuned;
  private final Count meanNanos = new Count();
  private int interval;
  private double mean;
  private int polls;
  private long batchStart;

  /// @param fixed the interval, or 0 to tune it
  PollTuning(int fixed) {
    fix(fixed);
    mean = (double) TARGET_NANOS / FIRST_INTERVAL;
  }

  /// @param fixed the interval from now on, or 0 to tune it
  final void fix(int fixed) {
    if (fixed != 0) {
      interval = fixed;
    } else if (!tuned) {
      interval = FIRST_INTERVAL;
    }
    tuned = fixed == 0;
  }

  void batchStarts(long nowNanos) {
    polls = 0;
    batchStart = nowNanos;
  }

  /// A task was taken from a queue.
  void polled() {
    polls++;
  }

  /// Takes in the polls since the batch started, and starts the next.
  void batchEnds(long nowNanos) {
    if (polls > 0) {
      double batchMean = (double) (nowNanos - batchStart) / polls;
      double weight = 1 - Math.pow(1 - ALPHA, polls);
      mean = weight * batchMean + (1 - weight) * mean;
      meanNanos.add((long) mean - meanNanos.get());
      if (tuned) {
        adjust();
      }
    }
    batchStarts(nowNanos);
  }

  // Small changes are not worth the disturbance.
  private void adjust() {
    int wanted = Math.clamp((long) (TARGET_NANOS / Math.max(1, mean)), MIN_INTERVAL, MAX_INTERVAL);
    if (Math.abs(wanted - interval) > 2) {
      interval = wanted;
    }
  }

  int interval() {
    return interval;
  }

  /// A moving mean of the time from one tick to the next while there is work, in nanoseconds; 0 before the first batch.
  long meanPollNanos() {
    return meanNanos.get();
  }
}
