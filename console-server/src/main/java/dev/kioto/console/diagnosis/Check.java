package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;

/// One thing that can be wrong with a task. Checks have no state: what they say follows from the task alone. A healthy
/// program raises none.
public interface Check {

  /// A name for paths, filters and settings; never changes.
  String id();

  /// What the check says of a task. Called for every task of a listing that filters by warnings, so it must be quick.
  ///
  /// @param asOf the instant of the listing, on the program's clock
  Finding check(TaskRecord task, long asOf);

  /// The first instant after `asOf` at which [#check] may say something else although nothing new was told of the task;
  /// `Long.MAX_VALUE` when that does not depend on the time. May be too early, never too late: a check that does not know
  /// better says at once, and listings by it are dear.
  default long mayChangeAt(TaskRecord task, long asOf) {
    return asOf + 1;
  }

  /// What is wrong with a task for which the check was raised, and what to try, as a sentence with its numbers.
  String describe(TaskRecord task, long asOf);

  /// What is wrong with so many tasks, as half a sentence: "3 tasks wake themselves more than others do".
  String summary(int tasks);
}
