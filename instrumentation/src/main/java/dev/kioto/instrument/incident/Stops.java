package dev.kioto.instrument.incident;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// When the whole process stood still, as far as the watch's own sleeps tell: one that was much longer than it was meant to be had
/// the process stopped, a collection of garbage or a machine without a free processor in it; and so had a look that took much longer than
/// the processor time that went into it. The watch's thread alone, but
/// where it says otherwise.
final class Stops {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  private static final int KEPT = 256; // a power of two
  private static final long LEAST_NANOS = 1_000_000; // later than a sleep ends on a machine that has time

  private final long[] from = new long[KEPT];
  private final long[] to = new long[KEPT];
  private int count;
  private volatile long lateNanos; // read by any thread

  /// Notes a sleep of the watch.
  ///
  /// @param planned how long it was to be
  /// @return whether it was a stop: then all of it counts as one, for where in it the process stood still is not known
  boolean slept(long began, long ended, long planned) {
    boolean stopped = ended - began - planned > LEAST_NANOS;
    if (stopped) {
      stoodStill(began, ended);
      late(ended - began - planned);
    }
    return stopped;
  }

  /// Notes a look of the watch.
  ///
  /// @param cpu the processor time that it took
  void looked(long began, long ended, long cpu) {
    if (ended - began - cpu > LEAST_NANOS) {
      stoodStill(began, ended);
      late(ended - began - cpu);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void late(long nanos) {
    lateNanos += nanos;
  }

  /// How much longer than they should have been all sleeps and looks were together. Any thread.
  long lateNanos() {
    return lateNanos;
  }

  /// Notes a time in which nothing is known of what the program did.
  void stoodStill(long began, long ended) {
    int slot = count++ & (KEPT - 1);
    from[slot] = began;
    to[slot] = ended;
  }

  /// The processor time of the calling thread, or the time where that is not told.
  static long ownCpuNanos() {
    return TELLS ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  /// How much of a time the process stood still, at most.
  long within(long began, long ended) {
    long sum = 0;
    for (int i = 0; i < Math.min(count, KEPT); i++) {
      sum += Math.max(0, earlier(to[i], ended) - later(from[i], began));
    }
    return sum;
  }

  // Instants are compared by their difference.
  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /// The later one of two instants.
  static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
