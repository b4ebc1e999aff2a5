package dev.kioto.scheduler;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.WorkerView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A scheduler as far as an observer may ask for what is in it: its tasks, those that wait to be polled, and its counts. Any thread.
abstract class ViewedScheduler extends DrivenScheduler implements RuntimeView {
  final LongAdder remoteSchedules = new LongAdder();

  private final InjectQueue inject = new InjectQueue();
  private final OwnedTasks owned;
  private final LocalSets localSets = new LocalSets();
  private final Set<RootTask<?>> roots = ConcurrentHashMap.newKeySet();
  private final LongAdder rootYields = new LongAdder();

  /// @param threads how many threads poll tasks at the same time
  ViewedScheduler(SchedulerOptions options, int threads) {
    super(options);
    owned = new OwnedTasks(threads, this::drained);
  }

  /// The pool for jobs that block.
  @Override
  public abstract BlockingPool blockingPool();

  @Override
  public final int globalQueueDepth() {
    return inject.size();
  }

  @Override
  public final long aliveTasks() {
    return owned.size();
  }

  @Override
  public final long spawnedTasks() {
    return owned.added();
  }

  @Override
  public final long remoteScheduleCount() {
    return remoteSchedules.sum();
  }

  /// Polls of tasks of thread-bound sets.
  public final long localSetPollCount() {
    return localSets.polls();
  }

  /// Times that a task's cooperative budget was spent, the roots of `blockOn` and the tasks of thread-bound sets included.
  public final long budgetForcedYieldCount() {
    long others = rootYields.sum() + localSets.budgetForcedYields();
    return others + workers().stream().mapToLong(WorkerView::budgetForcedYieldCount).sum();
  }

  final void countRootYield() {
    rootYields.increment();
  }

  /// Every task that has not ended.
  public final List<? extends TaskView> liveTasks() {
    return Stream.concat(Stream.of(owned), localSets.open().map(LocalTasks::owned))
        .flatMap(list -> list.snapshot().stream()).toList();
  }

  /// Every task that has not ended, the roots of `blockOn` and the jobs of the blocking pool included.
  public final List<TaskCell<?>> everyTask() {
    var all = new ArrayList<TaskCell<?>>(owned.snapshot());
    localSets.open().forEach(local -> all.addAll(local.owned().snapshot()));
    all.addAll(roots);
    all.addAll(blockingPool().jobs());
    return all;
  }

  @Override
  final void timersLate(int timers, long lateNanos) {
    probe().timersLate(this, timers, lateNanos);
  }

  abstract Resources registry();

  @Override
  public final List<? extends TaskView> tasks() {
    return everyTask();
  }

  @Override
  public final List<? extends ResourceView> resources() {
    return registry().all();
  }

  @Override
  public final List<? extends OperationView> waitingOperations() {
    return registry().waiting();
  }

  final Set<RootTask<?>> roots() {
    return roots;
  }

  /// The stack of the thread that polls a task now, down to the task's own code; null when no thread does.
  final @Nullable StackSample sample(FutureTask<?> task) {
    return localSets.open().map(local -> sampleOn(local, task)).filter(Objects::nonNull).findFirst()
        .orElseGet(() -> sampleRunning(task));
  }

  /// The same, of the tasks that belong to no thread.
  abstract @Nullable StackSample sampleRunning(FutureTask<?> task);

  /// The same, when it is the thread of a core that polls the task.
  static @Nullable StackSample sampleOn(Core core, FutureTask<?> task) {
    var thread = core.thread();
    long polls = core.stats.pollCount();
    if (thread == null || core.stats.currentTaskId() != task.id()) {
      return null;
    }
    var frames = thread.getStackTrace();
    if (core.stats.currentTaskId() != task.id() || core.stats.pollCount() != polls) {
      return null;
    }
    int end = 0;
    while (end < frames.length && !frames[end].getClassName().equals(FutureTask.class.getName())) {
      end++;
    }
    return new StackSample(StackSample.Kind.RUNNING, Arrays.asList(frames).subList(0, end), thread.getState(), null,
        "The task is being polled on " + thread.getName() + ".");
  }

  final InjectQueue inject() {
    return inject;
  }

  final OwnedTasks owned() {
    return owned;
  }

  final LocalSets localSets() {
    return localSets;
  }

  /// Called after the last task has ended, of a runtime that shuts down.
  abstract void drained();
}
