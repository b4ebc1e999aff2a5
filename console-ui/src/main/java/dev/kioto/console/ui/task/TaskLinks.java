package dev.kioto.console.ui.task;

import dev.kioto.console.api.Warning;

/// Where the detail pane leads. UI thread only.
public interface TaskLinks {
  /// Shows another task.
  void openTask(String taskId);

  /// Shows what a warning comes from.
  void openEvidence(Warning warning);

  /// Shows the instant at which a warning was raised.
  void goToRaised(Warning warning);

  /// Shows a diagnosis.
  void openDiagnosis(String diagnosisId);

  /// Shows a resource.
  void openResource(String resourceId);

  /// Lists the tasks that a task has spawned.
  void listChildren(String taskId);
}
