package dev.kioto.stress;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/// The settings of one round of [RandomLoad], drawn from its seed.
///
/// @param flavor which threads poll
/// @param workers from 1 to 8
/// @param capacity of each local queue, from 2 to 256
/// @param eventInterval from 1 to 61
/// @param injectInterval 0 for the default, else from 1 to 61
/// @param lifoSlot, lifoStealing, eagerDriverHandoff, perWorkerTimers, shardedBlockingQueue the switches
/// @param histograms whether polls and latencies are measured
/// @param stuckMillis of `stuckWorkerTimeout`, 0 for never
/// @param pinnedMillis of `pinnedParkInterval`, 0 for never
/// @param spinMicros of `spinBeforePark`, 0 for never
/// @param blockingThreads the cap of the blocking pool
/// @param keepAliveMillis of its idle threads
/// @param ending how the runtime is shut down
/// @param outsiders how many threads spawn from outside
/// @param operations how many tasks each of them spawns
record RandomSettings(Flavor flavor, int workers, int capacity, int eventInterval, int injectInterval, boolean lifoSlot,
    boolean lifoStealing, boolean eagerDriverHandoff, boolean perWorkerTimers, boolean shardedBlockingQueue,
    boolean histograms, int stuckMillis, int pinnedMillis, int spinMicros, int blockingThreads, int keepAliveMillis,
    Ending ending,
    int outsiders, int operations) {

  enum Flavor {
    MULTI_THREAD, CURRENT_THREAD, LOCAL
  }

  enum Ending {
    /// When every task has ended.
    WHEN_DONE,
    /// By `close()`, in the middle.
    CLOSE,
    /// With a timeout that is too short, then by `close()`.
    TIMEOUT,
    /// In the background, then by `close()`.
    BACKGROUND
  }

  static RandomSettings draw(SplittableRandom random) {
    int kind = random.nextInt(10);
    var flavor = kind < 7 ? Flavor.MULTI_THREAD : kind < 9 ? Flavor.CURRENT_THREAD : Flavor.LOCAL;
    boolean stuck = flavor == Flavor.MULTI_THREAD && random.nextInt(2) == 0;
    return new RandomSettings(flavor, 1 + random.nextInt(random.nextBoolean() ? 2 : 8), 2 << random.nextInt(8),
        1 + random.nextInt(61), random.nextBoolean() ? 0 : 1 + random.nextInt(61), random.nextInt(4) != 0,
        random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(),
        random.nextInt(4) == 0, stuck ? 1 + random.nextInt(random.nextBoolean() ? 3 : 50) : 0,
        random.nextInt(4), random.nextBoolean() ? 50 : random.nextInt(500), 1 + random.nextInt(8),
        random.nextBoolean() ? 0 : random.nextInt(100),
        random.nextInt(3) == 0 ? Ending.WHEN_DONE : Ending.values()[1 + random.nextInt(3)],
        1 + random.nextInt(4), 1 + random.nextInt(random.nextBoolean() ? 40 : 400));
  }

  boolean isMultiThread() {
    return flavor == Flavor.MULTI_THREAD;
  }

  /// A builder with these settings.
  ///
  /// @param threadName the prefix by which the runtime's threads are known
  RuntimeBuilder builder(String threadName) {
    var builder = Runtime.builder().enableAll().workerThreads(workers).threadName(threadName)
        .localQueueCapacity(capacity).eventInterval(eventInterval).lifoSlot(lifoSlot).lifoStealing(lifoStealing)
        .eagerDriverHandoff(eagerDriverHandoff).perWorkerTimers(perWorkerTimers)
        .shardedBlockingQueue(shardedBlockingQueue).stuckWorkerTimeout(Duration.ofMillis(stuckMillis))
        .pinnedParkInterval(Duration.ofMillis(pinnedMillis)).spinBeforePark(Duration.of(spinMicros, ChronoUnit.MICROS))
        .maxBlockingThreads(blockingThreads).threadKeepAlive(Duration.ofMillis(keepAliveMillis));
    if (injectInterval > 0) {
      builder.globalQueueInterval(injectInterval);
    }
    if (histograms) {
      builder.enableMetricsPollTimeHistogram().enableMetricsScheduleLatencyHistogram();
    }
    return isMultiThread() ? builder.multiThread() : builder.currentThread();
  }
}
