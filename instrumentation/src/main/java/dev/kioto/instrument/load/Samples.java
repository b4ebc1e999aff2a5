package dev.kioto.instrument.load;

/// The last few readings of a total, for its rate. One thread at a time.
final class Samples {
  private static final int WINDOW = 6; // readings a second apart: five seconds

  private final long[] totals = new long[WINDOW];
  private final long[] instants = new long[WINDOW];
  private int count;

  /// Takes a reading of a total that never goes down.
  void add(long total, long atNanos) {
    int place = count % WINDOW;
    totals[place] = total;
    instants[place] = atNanos;
    count++;
  }

  /// How much the total grew for each nanosecond between the oldest reading and the newest; 0 before there are two.
  double rate() {
    return between(Math.max(0, count - WINDOW));
  }

  /// How much it grew for each nanosecond between the last two readings.
  double lastRate() {
    return between(Math.max(0, count - 2));
  }

  private double between(int first) {
    int last = count - 1;
    if (last <= first) {
      return 0;
    }
    long nanos = instants[last % WINDOW] - instants[first % WINDOW];
    return nanos <= 0 ? 0 : (double) (totals[last % WINDOW] - totals[first % WINDOW]) / nanos;
  }
}
