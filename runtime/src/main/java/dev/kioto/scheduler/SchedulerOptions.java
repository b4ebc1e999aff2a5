package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings of one scheduler, checked.
///
/// @param name the runtime's name, or null for `runtime-ID`
/// @param workerThreads from 1 to 32767
/// @param threadName the prefix of worker and blocking thread names
/// @param localQueueCapacity slots of each local queue, a power of two
/// @param eventInterval ticks between two looks at the driver, above 0
/// @param globalQueueInterval ticks between two looks at the inject queue first, above 0
/// @param lifoSlot whether a worker runs what its task woke last next
/// @param maxBlockingThreads cap of the blocking pool, above 0
/// @param threadKeepAlive how long an idle blocking thread stays
/// @param spawnLocations whether spawns record the frame that called them, when a probe is there to read it
/// @param probe the observer
public record SchedulerOptions(
    @Nullable String name,
    int workerThreads,
    String threadName,
    int localQueueCapacity,
    int eventInterval,
    int globalQueueInterval,
    boolean lifoSlot,
    int maxBlockingThreads,
    Duration threadKeepAlive,
    boolean spawnLocations,
    Probe probe) {

  public SchedulerOptions {
    inRange("workerThreads", workerThreads, Idle.MAX_WORKERS);
    inRange("eventInterval", eventInterval, Integer.MAX_VALUE);
    inRange("globalQueueInterval", globalQueueInterval, Integer.MAX_VALUE);
    inRange("maxBlockingThreads", maxBlockingThreads, Integer.MAX_VALUE);
    if (threadKeepAlive.isNegative()) {
      throw new IllegalArgumentException("threadKeepAlive must not be negative, but is " + threadKeepAlive);
    }
  }

  private static void inRange(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(option + " must be from 1 to " + max + ", but is " + value);
    }
  }
}
