package dev.kioto.console.model;

/// Says which tasks a listing shows. Called for each task of a model at each listing, under the model's lock: it must
/// be quick and must not block.
@FunctionalInterface
public interface TaskFilter {

  /// Lets every task through.
  TaskFilter ALL = (_, _) -> true;

  /// Whether the listing shows the task.
  ///
  /// @param asOf the instant of the listing
  boolean matches(TaskRecord task, long asOf);
}
