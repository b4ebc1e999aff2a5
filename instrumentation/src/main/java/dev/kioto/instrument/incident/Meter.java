package dev.kioto.instrument.incident;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.BooleanSupplier;

/// What one thread has done of its polls by itself, as far as it was looked at: it ran on a processor, or it waited. What is left out
/// is the time in which it could have run and was given no processor. The watch's thread alone.
final class Meter {
  /*
   * The looks are kept in a ring, so that a time that is over can be asked for: of late timers.
   */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  private static final String VIRTUAL = "java.lang.VirtualThread";
  private static final int KEPT = 128; // a power of two

  private final long threadId;
  private final long[] at = new long[KEPT];
  private final long[] own = new long[KEPT];
  private int count;
  private long lastCpu;
  private long sum;

  Meter(long threadId) {
    this.threadId = threadId;
  }

  /// Looks at the thread, which polls.
  ///
  /// @param continues whether it polled at the last look too: else the time between the two is not its polls'
  /// @param pinned whether the virtual thread that it carries waits; asked when it carries one
  void look(long now, long stopped, boolean continues, BooleanSupplier pinned) {
    long cpu = TELLS ? THREADS.getThreadCpuTime(threadId) : 0;
    if (count > 0 && continues) {
      long length = Math.max(0, now - lastAt() - stopped);
      long ran = Math.clamp(cpu - lastCpu, 0, length);
      sum += !TELLS || (ran < length / 2 && waits(pinned)) ? length : ran;
    }
    lastCpu = cpu;
    int slot = count++ & (KEPT - 1);
    at[slot] = now;
    own[slot] = sum;
  }

  private boolean waits(BooleanSupplier pinned) {
    var info = THREADS.getThreadInfo(threadId);
    if (info == null) {
      return false;
    }
    var lock = info.getLockInfo();
    if (lock != null && lock.getClassName().equals(VIRTUAL)) {
      return pinned.getAsBoolean(); // the JVM says of each carrier that it waits, for the thread that it carries
    }
    return switch (info.getThreadState()) {
      case BLOCKED, WAITING, TIMED_WAITING -> true;
      case RUNNABLE -> info.isInNative(); // a call to the system that blocks
      case NEW, TERMINATED -> false;
    };
  }

  private long lastAt() {
    return at[(count - 1) & (KEPT - 1)];
  }

  /// Whether it was looked at at an instant, and not since.
  boolean wasSeenAt(long instant) {
    return count > 0 && lastAt() == instant;
  }

  /// All it has done by itself.
  long sum() {
    return sum;
  }

  /// The same within a time, as far as the looks are kept.
  long within(long from, long to) {
    return Math.max(0, sumAt(to) - sumAt(from));
  }

  // By the last look before.
  private long sumAt(long instant) {
    int oldest = Math.max(0, count - KEPT);
    for (int i = count - 1; i >= oldest; i--) {
      if (at[i & (KEPT - 1)] - instant <= 0) {
        return own[i & (KEPT - 1)];
      }
    }
    return count > oldest ? own[oldest & (KEPT - 1)] : 0;
  }
}
