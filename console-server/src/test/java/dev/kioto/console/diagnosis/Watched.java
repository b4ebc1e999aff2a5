package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
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
