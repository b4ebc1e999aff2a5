package dev.kioto.runtime;

import dev.kioto.probe.WorkerView;
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

  /// How often a task used up its cooperative budget and was made to give way. Never goes down.
  public long budgetForcedYieldCount() {
    return scheduler.workers().stream().mapToLong(WorkerView::budgetForcedYieldCount).sum();
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

  private WorkerView worker(int index) {
    var workers = scheduler.workers();
    if (index < 0 || index >= workers.size()) {
      throw new IndexOutOfBoundsException(
          "worker " + index + " does not exist: this runtime has workers 0 to " + (workers.size() - 1));
    }
    return workers.get(index);
  }
}
