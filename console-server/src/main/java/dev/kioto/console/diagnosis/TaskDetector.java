package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskRecord;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with tasks, each by itself. Tasks are not looked at one by one: only those that changed are, and those that
/// the time has made due.
public non-sealed interface TaskDetector extends Detector {

  /// Which tasks are suspected. What it answers for a task follows from the task, the instant and the arguments alone, and
  /// [RowFilter#mayChangeAt] must say when time alone changes it: it is called for every task that changed, under the model's
  /// lock, so it must be quick.
  ///
  /// @param steadySince as [RunView#steadySince]
  RowFilter<TaskRecord> suspects(Limits limits, long steadySince);

  /// What is wrong with a task that is suspected; null when on a second look nothing is. Called under the model's lock.
  @Nullable Finding finding(TaskRecord task, long asOf, RunView run, Limits limits);
}
