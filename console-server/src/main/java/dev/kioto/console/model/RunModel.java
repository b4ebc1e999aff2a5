package dev.kioto.console.model;

/// All that is known of one run of one program. Each part has a lock of its own: two answers of different parts may be of
/// different instants, each says which.
///
/// @param tasks its tasks
/// @param resources what they wait for, and their operations on it
/// @param wakes who wakes whom
/// @param schedulers its runtimes and their workers
/// @param incidents what it saw go wrong inside
public record RunModel(TargetModel tasks, ResourceModel resources, WakeModel wakes, SchedulerModel schedulers,
    IncidentModel incidents) {

  /// A model that knows nothing yet.
  public static RunModel empty(Retention retention) {
    return new RunModel(new TargetModel(retention), new ResourceModel(ResourceBounds.of(retention)), new WakeModel(),
        new SchedulerModel(), new IncidentModel());
  }
}
