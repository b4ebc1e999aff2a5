package dev.kioto.runtime;

import dev.kioto.future.AwaitNode;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.WorkerView;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskCell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every task of a runtime was at, at about one moment: taken by [Runtime#dump] without stopping anything, so that two
/// entries need not be of the same instant. [#toString] is a page for people.
///
/// Tokio's `Handle::dump`, which waits for every worker; this waits for none.
///
/// @param runtime the runtime's name
/// @param takenAt when the dump was begun
/// @param workers by index
/// @param tasks everything that had not ended, oldest first: future tasks, direct tasks, jobs of the blocking pool that run or
///     wait, and the roots of `blockOn`
public record Dump(String runtime, Instant takenAt, List<Worker> workers, List<Task> tasks) {
  public Dump {
    workers = List.copyOf(workers);
    tasks = List.copyOf(tasks);
  }

  /// What a worker was at.
  ///
  /// @param index from 0
  /// @param state [WorkerView.State#STUCK] when it had been in one poll for longer than `stuckWorkerTimeout`
  /// @param threadName its thread, empty when it has had none
  /// @param currentTaskId the task that it polled, 0 when none
  /// @param pinned whether that task waited and was pinned to the thread, so that the worker could run nothing else
  /// @param handedOverPolls the polls that went on beside it, on threads that had given it up
  public record Worker(int index, WorkerView.State state, String threadName, long currentTaskId,
      boolean pinned, List<WorkerView.HandedOverPoll> handedOverPolls) {
    private static Worker of(WorkerView view) {
      return new Worker(view.index(), view.state(), view.threadName(), view.currentTaskId(),
          view.isPinned(), List.copyOf(view.handedOverPolls()));
    }
  }

  /// What a task was at.
  ///
  /// @param id above 0 and unique in the process
  /// @param kind what code it runs
  /// @param name as given at the spawn, or null
  /// @param state where it was in its life; [TaskPhase#RUNNING] also for one whose poll does not end
  /// @param typeName the class of its future or of its code
  /// @param parentId the task that spawned it, 0 when none did
  /// @param spawnLocation the line that spawned it; null unless such lines are recorded: see [RuntimeBuilder#spawnLocations]
  /// @param age about how long ago it was spawned. Nobody notes the instant of each spawn: to a few microseconds while workers
  ///     are responsive, to a sixteenth when long ago; when all workers are stuck it may be off by the time in which the last
  ///     64 tasks were spawned
  /// @param stack where its code was, and the object that its thread is parked on. A future task has frames only while it runs
  /// @param awaits the tree of what its futures wait for; null when it is in none. See [dev.kioto.future.Future#describe]
  public record Task(long id, TaskKind kind, @Nullable String name, TaskPhase state, String typeName, long parentId,
      @Nullable StackTraceElement spawnLocation, Duration age, StackSample stack, @Nullable AwaitNode awaits) {

    // One for all: there may be a million of them.
    private static final StackSample NO_STACK = StackSample.none("A future task keeps no stack between polls.");

    private static Task of(TaskCell<?> task, long nowNanos) {
      var state = task.phase();
      var stack = task.kind() == TaskKind.FUTURE && state != TaskPhase.RUNNING ? NO_STACK : task.stack();
      return new Task(task.id(), task.kind(), task.name(), state, task.typeName(), task.parentId(),
          task.spawnLocation(), Duration.ofNanos(Math.max(0, nowNanos - task.spawnedAtNanos())), stack,
          task.awaits());
    }
  }

  static Dump of(Scheduler scheduler) {
    var takenAt = Instant.now();
    var workers = scheduler.workers().stream().map(Worker::of).toList();
    var tasks = new ArrayList<Task>();
    for (var task : scheduler.everyTask()) {
      var entry = Task.of(task, System.nanoTime());
      if (entry.state() != TaskPhase.ENDED) {
        tasks.add(entry);
      }
    }
    tasks.sort(Comparator.comparingLong(Task::id)); // ids are given in the order of spawns
    return new Dump(scheduler.name(), takenAt, workers, tasks);
  }

  /// The dump for people: the workers, then the tasks that run, wait for a worker, and wait for something, those of the same
  /// code at the same place together.
  @Override
  public String toString() {
    return new DumpText(this).toString();
  }
}
