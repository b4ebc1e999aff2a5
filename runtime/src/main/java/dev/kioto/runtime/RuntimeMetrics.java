package dev.kioto.runtime;

import dev.kioto.probe.WorkerView;
import dev.kioto.scheduler.Buckets;
import dev.kioto.scheduler.Scheduler;
import java.time.Duration;

/// What a runtime counts, under Tokio's names. Each figure is read at the call, a moment old, and not in step with the
/// others. Any thread, also after the shutdown. A worker is named by its index, from 0 to [#numWorkers] less 1.
public final class RuntimeMetrics {
  private final Scheduler scheduler;

  RuntimeMetrics(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Worker threads. Never changes.
  public int numWorkers() {
    return scheduler.workers().size();
  }

  /// Tasks that were spawned and have not ended, blocking jobs excepted. Goes up and down.
  public long numAliveTasks() {
    return scheduler.aliveTasks();
  }

  /// Tasks in the inject queue. Goes up and down.
  public int globalQueueDepth() {
    return scheduler.globalQueueDepth();
  }

  /// Threads of the blocking pool. Goes up and down.
  public int numBlockingThreads() {
    return scheduler.blockingPool().threadCount();
  }

  /// Threads of the blocking pool that have nothing to do. Goes up and down.
  public int numIdleBlockingThreads() {
    return scheduler.blockingPool().idleCount();
  }

  /// Blocking jobs that wait for a thread. Goes up and down.
  public int blockingQueueDepth() {
    return scheduler.blockingPool().queueDepth();
  }

  /// How long the worker was not parked, up to now: a worker that is stuck in a poll counts as busy. Never goes down.
  public Duration workerTotalBusyDuration(int worker) {
    return Duration.ofNanos(worker(worker).busyNanos());
  }

  /// How often the worker parked. Never goes down.
  public long workerParkCount(int worker) {
    return worker(worker).parkCount();
  }

  /// How often the worker parked and was unparked: odd while it sleeps. Never goes down.
  public long workerParkUnparkCount(int worker) {
    return worker(worker).parkUnparkCount();
  }

  /// How often the worker was stuck in a poll and was handed to another thread; see [RuntimeBuilder#stuckWorkerTimeout].
  /// Never goes down.
  public long workerHandoffCount(int worker) {
    return worker(worker).handoffCount();
  }

  /// How often a direct task waited without letting go of its carrier, to which it was pinned: by a class initializer, or a
  /// native frame. Its worker could run nothing else meanwhile. Sampled: see [#workerPinnedParkCount]. 0 when all is well.
  /// Never goes down.
  public long pinnedParkCount() {
    return scheduler.workers().stream().mapToLong(WorkerView::pinnedParkCount).sum();
  }

  /// The same for one worker. Found by looks at [RuntimeBuilder#pinnedParkInterval]: a wait that is longer than that is
  /// counted, of the shorter ones those that a look falls into, and two of one poll count as one unless a look falls between
  /// them. What the JVM waits for by itself, another thread's class initializer for one, is not seen. Never goes down.
  public long workerPinnedParkCount(int worker) {
    return worker(worker).pinnedParkCount();
  }

  /// [Thread#threadId] of the thread that runs the worker now, 0 before it has started. Changes with a hand-off.
  public long workerThreadId(int worker) {
    return worker(worker).threadId();
  }

  /// Tasks that were scheduled on the worker's own thread. Never goes down.
  public long workerLocalScheduleCount(int worker) {
    return worker(worker).localScheduleCount();
  }

  /// Tasks that were scheduled from outside the workers. Never goes down.
  public long remoteScheduleCount() {
    return scheduler.remoteScheduleCount();
  }

  /// Future tasks and direct tasks that were ever spawned. Never goes down.
  public long spawnedTasksCount() {
    return scheduler.spawnedTasks();
  }

  /// Polls of the tasks of all [dev.kioto.task.LocalSet]s, which are in no worker's figures. Never goes down.
  public long localSetPollCount() {
    return scheduler.localSetPollCount();
  }

  /// How often a task used up its cooperative budget and was made to give way. Never goes down.
  public long budgetForcedYieldCount() {
    return scheduler.budgetForcedYieldCount();
  }

  /// How often the worker was unparked and parked again having polled nothing. Never goes down.
  public long workerNoopCount(int worker) {
    return worker(worker).noopCount();
  }

  /// Tasks that the worker took from others. Never goes down.
  public long workerStealCount(int worker) {
    return worker(worker).stealCount();
  }

  /// How often the worker took at least one task from another. Never goes down.
  public long workerStealOperations(int worker) {
    return worker(worker).stealOperations();
  }

  /// Polls. Never goes down.
  public long workerPollCount(int worker) {
    return worker(worker).pollCount();
  }

  /// How often the worker's local queue overflowed into the inject queue. Never goes down.
  public long workerOverflowCount(int worker) {
    return worker(worker).overflowCount();
  }

  /// Tasks in the worker's local queue, the LIFO slot included. Goes up and down.
  public int workerLocalQueueDepth(int worker) {
    return worker(worker).localQueueDepth();
  }

  /// A moving mean of how long the worker's polls take, of the time from one tick to the next while it has work: a poll counts
  /// with those that follow it from the LIFO slot, as in Tokio. Zero before it is known. Goes up and down.
  public Duration workerMeanPollTime(int worker) {
    return Duration.ofNanos(worker(worker).meanPollNanos());
  }

  /// Whether polls are counted by their length: see [RuntimeBuilder#enableMetricsPollTimeHistogram]. Never changes.
  public boolean pollTimeHistogramEnabled() {
    return scheduler.options().pollTimeHistogram;
  }

  /// Buckets of that histogram, 0 when it is off. Never changes.
  public int pollTimeHistogramNumBuckets() {
    return pollTimeHistogramEnabled() ? pollTimes().count() : 0;
  }

  /// Which lengths a bucket holds. Never changes.
  ///
  /// @throws IndexOutOfBoundsException when the bucket does not exist; none does when the histogram is off
  public BucketRange pollTimeHistogramBucketRange(int bucket) {
    checkBucket(bucket, pollTimeHistogramNumBuckets());
    return BucketRange.of(pollTimes(), bucket);
  }

  /// The worker's polls whose length fell into a bucket; a poll counts when it is over. Never goes down.
  ///
  /// @throws IndexOutOfBoundsException as for [#pollTimeHistogramBucketRange]
  public long pollTimeHistogramBucketCount(int worker, int bucket) {
    checkBucket(bucket, pollTimeHistogramNumBuckets());
    return worker(worker).pollTimeCount(bucket);
  }

  /// Times that the I/O driver asked the system what is ready. Never goes down. Tokio has no such metric.
  public long ioDriverTurnCount() {
    return scheduler.ioDriver().turns();
  }

  /// Channels that were registered with the runtime. Never goes down.
  public long ioDriverFdRegisteredCount() {
    return scheduler.ioDriver().registered();
  }

  /// Channels of them that were closed. Never goes down.
  public long ioDriverFdDeregisteredCount() {
    return scheduler.ioDriver().deregistered();
  }

  /// Times that a channel was told that it is ready. Never goes down.
  public long ioDriverReadyCount() {
    return scheduler.ioDriver().ready();
  }

  /// Whether polls are counted by how long their task was runnable before: see
  /// [RuntimeBuilder#enableMetricsScheduleLatencyHistogram]. Never changes.
  public boolean scheduleLatencyHistogramEnabled() {
    return scheduler.options().scheduleLatencyHistogram;
  }

  /// Buckets of that histogram, 0 when it is off. Never changes.
  public int scheduleLatencyHistogramNumBuckets() {
    return scheduleLatencyHistogramEnabled() ? latencies().count() : 0;
  }

  /// Which latencies a bucket holds. Never changes.
  ///
  /// @throws IndexOutOfBoundsException when the bucket does not exist; none does when the histogram is off
  public BucketRange scheduleLatencyHistogramBucketRange(int bucket) {
    checkBucket(bucket, scheduleLatencyHistogramNumBuckets());
    return BucketRange.of(latencies(), bucket);
  }

  /// The worker's polls whose latency fell into a bucket; a poll counts when it starts. Never goes down.
  ///
  /// @throws IndexOutOfBoundsException as for [#scheduleLatencyHistogramBucketRange]
  public long scheduleLatencyHistogramBucketCount(int worker, int bucket) {
    checkBucket(bucket, scheduleLatencyHistogramNumBuckets());
    return worker(worker).scheduleLatencyCount(bucket);
  }

  /// The times that a bucket of a histogram holds.
  ///
  /// @param start the shortest
  /// @param end what all are shorter than; some 292 years for the last bucket, which has no end
  public record BucketRange(Duration start, Duration end) {
    private static BucketRange of(Buckets buckets, int bucket) {
      return new BucketRange(Duration.ofNanos(buckets.start(bucket)), Duration.ofNanos(buckets.end(bucket)));
    }
  }

  private Buckets pollTimes() {
    return scheduler.options().pollTimeBuckets;
  }

  private Buckets latencies() {
    return scheduler.options().scheduleLatencyBuckets;
  }

  private static void checkBucket(int bucket, int buckets) {
    if (bucket < 0 || bucket >= buckets) {
      throw new IndexOutOfBoundsException("bucket " + bucket + " does not exist: this histogram "
          + (buckets == 0 ? "was not enabled when the runtime was built" : "has buckets 0 to " + (buckets - 1)));
    }
  }

  /// Everything that can be seen of a worker: what it does now, the task that it polls, and the polls that it was handed
  /// over in, as well as the figures above. It stays valid, and may be read at any time.
  ///
  /// @throws IndexOutOfBoundsException when the worker does not exist
  public WorkerView worker(int index) {
    var workers = scheduler.workers();
    if (index < 0 || index >= workers.size()) {
      throw new IndexOutOfBoundsException(
          "worker " + index + " does not exist: this runtime has workers 0 to " + (workers.size() - 1));
    }
    return workers.get(index);
  }
}
