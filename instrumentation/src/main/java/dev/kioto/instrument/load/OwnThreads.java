package dev.kioto.instrument.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The processor time of the console's own threads: those of the process whose names begin with `kioto-console`, also of several
/// consoles together. What recording adds to the program's own threads is not in it. One thread at a time.
final class OwnThreads {
  private static final String PREFIX = "kioto-console";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ThreadGroup all = topmost();
  // What each had taken when it was last seen, in nanoseconds.
  private final Map<Thread, Long> living = new HashMap<>();
  // Of those that are gone: what they took after they were last seen is missing.
  private long gone;

  private static ThreadGroup topmost() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /// What they have taken so far, in nanoseconds; 0 when the platform does not tell. Never goes down.
  long cpuNanos() {
    if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
      return 0;
    }
    for (var thread : all()) {
      if (thread.getName().startsWith(PREFIX)) {
        long taken = threads.getThreadCpuTime(thread.threadId());
        if (taken >= 0) {
          living.merge(thread, taken, Math::max);
        }
      }
    }
    living.entrySet().removeIf(entry -> {
      boolean over = !entry.getKey().isAlive();
      gone += over ? entry.getValue() : 0;
      return over;
    });
    return gone + living.values().stream().mapToLong(Long::longValue).sum();
  }

  private Thread[] all() {
    var found = new Thread[all.activeCount() + 16];
    int count = all.enumerate(found);
    while (count == found.length) { // there may be more
      found = new Thread[2 * found.length];
      count = all.enumerate(found);
    }
    return Arrays.copyOf(found, count);
  }
}
