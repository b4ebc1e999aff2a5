package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.OperationDescription;
import dev.kioto.console.model.OperationStats;
import dev.kioto.console.model.ResourceDescription;
import dev.kioto.console.model.ResourceStats;
import dev.kioto.console.model.ResourceUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.SchedulerModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import dev.kioto.console.model.WorkerState;
import dev.kioto.console.model.WorkerState.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A run that tells what a test makes it tell, and is looked at when the test says so. Instants are nanoseconds.
final class Watched implements Engine.Listener {

  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000_000_000L;
  static final long START = 10_000 * SECOND;
  static final long NEVER = TaskRecord.ABSENT;

  final RunModel model = RunModel.empty(Retention.DEFAULT);
  final Engine engine = new Engine(model, this);
  final List<Diagnosis> changes = new ArrayList<>();
  final List<RuntimeException> failures = new ArrayList<>();
  Rules rules = Rules.STANDARD;
  Map<Source, String> missing = Map.of();

  @Override
  public void changed(Diagnosis diagnosis) {
    changes.add(diagnosis);
  }

  @Override
  public void failed(Detector detector, RuntimeException why) {
    failures.add(why);
  }

  /// A task without statistics.
  static TaskDescription task(long id, String kind) {
    return new TaskDescription(id, id, "task-" + id, kind, "", "Server.java:" + id, List.of());
  }

  /// The program tells of tasks, and the engine looks.
  Watched tell(long now, List<TaskDescription> described, TaskStats... stats) {
    model.tasks().apply(new ModelUpdate(now, described, List.of(stats), 0));
    engine.look(rules, missing);
    return this;
  }

  /// The same of tasks that are known.
  Watched tell(long now, TaskStats... stats) {
    return tell(now, List.of(), stats);
  }

  /// A lock with who holds it and who waits for it.
  ///
  /// @param waits how many have waited and had their turn
  record Lock(long id, String type, long waits, List<Long> owners, List<Wait> waiters) {
  }

  /// A task that waits for a lock.
  record Wait(long operation, long task, long since) {
  }

  static Lock mutex(long id, long waits, long owner, Wait... waiters) {
    return new Lock(id, "Mutex", waits, List.of(owner), List.of(waiters));
  }

  /// The program tells of locks, all that there are, and the engine looks.
  Watched locks(long now, Lock... locks) {
    var described = new ArrayList<ResourceDescription>();
    var stats = new ArrayList<ResourceStats>();
    var operations = new ArrayList<OperationDescription>();
    var operationStats = new ArrayList<OperationStats>();
    for (var lock : locks) {
      described.add(new ResourceDescription(lock.id(), lock.type(), "sync", 1, 0, false, "Lock.java:" + lock.id()));
      stats.add(new ResourceStats(lock.id(), START, NEVER, List.of(), new ResourceStats.Holders(
          lock.owners().stream().mapToLong(Long::longValue).toArray(),
          lock.waiters().stream().mapToLong(Wait::task).toArray(), 0, 0, 0),
          new ResourceStats.Totals(lock.waits() + 1, lock.waits(), 0, 0)));
      for (var wait : lock.waiters()) {
        operations.add(new OperationDescription(wait.operation(), lock.id(), 0, lock.type() + "::lock"));
        operationStats.add(new OperationStats(wait.operation(), wait.task(), wait.since(), NEVER, 1, true, false,
            wait.since(), List.of()));
      }
    }
    model.resources().beginSnapshot(); // what is not named is gone
    model.resources().apply(new ResourceUpdate(now, described, stats, operations, operationStats, 0, true));
    engine.look(rules, missing);
    return this;
  }

  /// A worker that polls a task since an instant, or is parked when there is none.
  static WorkerState worker(int index, long task, long since, long busyNanos, long polls, long parks,
      long noopWakeups) {
    return new WorkerState(1, "main", index, "worker-" + index, task == 0 ? Activity.PARKED : Activity.POLLING, task,
        task == 0 ? NEVER : since, polls, busyNanos, parks, 0, 0, 0, noopWakeups, 0, 0, 0, 0, 0, false, List.of());
  }

  /// A worker of some runtime that polls a task since an instant, or is parked when there is none.
  static WorkerState workerOf(long runtime, int index, long task, long since) {
    return new WorkerState(runtime, "other", index, "other-" + index, task == 0 ? Activity.PARKED : Activity.POLLING,
        task, task == 0 ? NEVER : since, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, List.of());
  }

  /// A worker on which so many budgets were spent.
  static WorkerState spendingBudgets(long budgets) {
    return new WorkerState(1, "main", 0, "worker-0", Activity.PARKED, 0, NEVER, 1, 0, 1, 0, 0, 0, 0, 0, 0, budgets, 0,
        0,
        false, List.of());
  }

  /// The program tells of its workers, and the engine looks.
  Watched workers(long now, WorkerState... workers) {
    model.schedulers().apply(new SchedulerModel.Workers(now, List.of(workers)));
    engine.look(rules, missing);
    return this;
  }

  List<Diagnosis> active() {
    return engine.found().diagnoses().stream().filter(Diagnosis::isActive).toList();
  }

  List<Diagnosis> cleared() {
    return engine.found().diagnoses().stream().filter(one -> !one.isActive()).toList();
  }

  /// What is active, as `detector subject`.
  List<String> names() {
    return active().stream().map(one -> one.detector() + " " + one.finding().subject().id()).toList();
  }

  DetectorState state(String detector) {
    return engine.found().detectors().stream().filter(one -> one.detector().equals(detector)).findFirst().orElseThrow();
  }

  /// The warnings that the model has of a task.
  List<String> warnings(long task) {
    List<String> ids = model.tasks().find(task,
        (record, _) -> record.warnings().stream().map(warning -> warning.id()).toList());
    return ids == null ? List.of() : ids;
  }
}
