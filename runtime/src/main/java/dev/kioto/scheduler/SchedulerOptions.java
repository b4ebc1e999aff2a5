package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The settings of one scheduler. The builder fills the fields, each of which starts at its default, and hands them to
/// [Scheduler#start], which works on a copy. One thread at a time; what a scheduler works on is not written any more, and is
/// for any thread.
public final class SchedulerOptions implements Cloneable {
  /// What threads poll tasks.
  public Flavor flavor = Flavor.MULTI_THREAD;
  /// For people; null for `runtime-ID`.
  public @Nullable String name;
  /// From 1 to 32767; of no meaning for [Flavor#CURRENT_THREAD].
  public int workerThreads = Runtime.getRuntime().availableProcessors();
  /// The prefix of thread names.
  public String threadName = "kioto-worker";
  /// Names each new thread in place of the prefix, or null.
  public @Nullable Supplier<String> threadNameFn;
  /// Bytes of stack of the runtime's threads; 0 leaves it to the JVM.
  public long threadStackSize;

  /// Ticks between two looks at the driver, above 0.
  public int eventInterval = 61;
  /// Ticks between two looks at the inject queue first, above 0; 0 for the default: 31 on one thread, tuned by the length
  /// of polls on several.
  public int globalQueueInterval;
  /// Slots of each local queue, a power of two of at least 2.
  public int localQueueCapacity = LocalQueue.DEFAULT_CAPACITY;
  /// Whether a worker runs next what its task woke last.
  public boolean lifoSlot = true;
  /// Whether workers may take from each other's LIFO slots.
  public boolean lifoStealing;
  /// Whether a worker that was woken by the driver wakes another to hold it before it polls.
  public boolean eagerDriverHandoff;
  /// For how long at most a worker without tasks looks for some before it parks; zero for once.
  public Duration spinBeforePark = Duration.ofNanos(50_000); // about what a park and its end cost
  /// After how long a poll has its worker's queue and driver handed to another thread; zero for never.
  public Duration stuckWorkerTimeout = Duration.ZERO;
  /// How often it is looked for direct tasks that are parked while pinned; zero for never.
  public Duration pinnedParkInterval = Duration.ofMillis(10); // half of what JFR calls a long one
  /// Seed of the order in which victims are chosen; null for a random one.
  public @Nullable Long rngSeed;

  /// Whether there are timers.
  public boolean enableTime;
  /// Whether there is what waits for channels.
  public boolean enableIo;
  /// Channels that are told of their readiness in one turn of the driver, above 0.
  public int maxIoEventsPerTick = 1024;
  /// Whether channels may be waited for by epoll, where the JDK lets us; by a selector of the JDK otherwise.
  public boolean epoll = true;
  /// Whether the clock stands still at first; not for [Flavor#MULTI_THREAD].
  public boolean startPaused;
  /// Whether each worker has a timing wheel of its own.
  public boolean perWorkerTimers;

  /// The cap of the blocking pool, above 0.
  public int maxBlockingThreads = 512;
  /// How long an idle blocking thread stays.
  public Duration threadKeepAlive = Duration.ofSeconds(10);
  /// Whether the blocking pool's queue is cut in shards.
  public boolean shardedBlockingQueue;

  /// Whether the lengths of polls are counted by bucket.
  public boolean pollTimeHistogram;
  /// The buckets for that.
  public Buckets pollTimeBuckets = Buckets.byDefault();
  /// Whether the time from a wake to the poll is taken, for hooks.
  public boolean trackScheduleLatency;
  /// Whether it is taken and counted by bucket.
  public boolean scheduleLatencyHistogram;
  /// The buckets for that.
  public Buckets scheduleLatencyBuckets = Buckets.byDefault();

  /// What happens when a task fails.
  public UnhandledPanic unhandledPanic = UnhandledPanic.IGNORE;
  /// Code of the user that is called at certain moments.
  public Hooks hooks = Hooks.NONE;
  /// Whether spawns record the frame that called them.
  public SpawnLocations spawnLocations = SpawnLocations.WHEN_OBSERVED;
  /// Whether what the probe is told becomes events of the JDK Flight Recorder too.
  public boolean jfr;
  /// The observer.
  public Probe probe = Probe.NONE;

  /// Which threads poll a runtime's tasks.
  public enum Flavor {
    /// Workers of the runtime's own.
    MULTI_THREAD,
    /// Whoever is inside `blockOn`.
    CURRENT_THREAD,
    /// The thread that built the runtime, when it is inside `blockOn`.
    LOCAL
  }

  /// When spawns record the frame that called them.
  public enum SpawnLocations {
    /// When a probe, or a hook that is told of tasks, is there.
    WHEN_OBSERVED,
    /// Always: for dumps.
    ALWAYS,
    /// Never.
    NEVER
  }

  /// What a runtime does when one of its tasks fails.
  public enum UnhandledPanic {
    /// Nothing: the failure is left for whoever joins the task.
    IGNORE,
    /// As well as leaving it, tell the uncaught exception handler of the thread that polled the task.
    REPORT,
    /// As well as leaving it, shut the runtime down.
    SHUTDOWN_RUNTIME
  }

  /// Whether other threads than its worker's may take from a LIFO slot.
  boolean sharesLifoSlot() {
    return lifoStealing || stuckWorkerTimeout.isPositive();
  }

  // Whoever drives a current-thread runtime has a queue without a bound.
  int maxIoEvents() {
    return flavor == Flavor.MULTI_THREAD ? Math.min(maxIoEventsPerTick, localQueueCapacity) : maxIoEventsPerTick;
  }

  boolean tracksScheduleLatency() {
    return trackScheduleLatency || scheduleLatencyHistogram;
  }

  /// A copy that was checked.
  ///
  /// @throws IllegalArgumentException when an option is out of its range; the message names it and its value
  SchedulerOptions checked() {
    inRange("workerThreads", workerThreads, Idle.MAX_WORKERS);
    inRange("eventInterval", eventInterval, Integer.MAX_VALUE);
    if (globalQueueInterval != 0) {
      inRange("globalQueueInterval", globalQueueInterval, Integer.MAX_VALUE);
    }
    if (localQueueCapacity < 2 || localQueueCapacity > 1 << 20 || Integer.bitCount(localQueueCapacity) != 1) {
      throw new IllegalArgumentException(
          "localQueueCapacity must be a power of two from 2 to 1048576, but is " + localQueueCapacity);
    }
    inRange("maxIoEventsPerTick", maxIoEventsPerTick, Integer.MAX_VALUE);
    inRange("maxBlockingThreads", maxBlockingThreads, Integer.MAX_VALUE);
    notNegative("threadKeepAlive", threadKeepAlive);
    notNegative("spinBeforePark", spinBeforePark);
    notNegative("stuckWorkerTimeout", stuckWorkerTimeout);
    notNegative("pinnedParkInterval", pinnedParkInterval);
    if (startPaused && flavor == Flavor.MULTI_THREAD) {
      throw new IllegalArgumentException(
          "startPaused must be off for a multi-thread runtime, whose workers run at the same time, but is on: build a current-thread or a local runtime");
    }
    if (threadStackSize < 0) {
      throw new IllegalArgumentException("threadStackSize must not be negative, but is " + threadStackSize);
    }
    return copy();
  }

  SchedulerOptions copy() {
    try {
      return (SchedulerOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private static void inRange(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(option + " must be from 1 to " + max + ", but is " + value);
    }
  }

  private static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(option + " must not be negative, but is " + value);
    }
  }
}
