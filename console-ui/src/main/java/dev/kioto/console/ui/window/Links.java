package dev.kioto.console.ui.window;

import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.task.TaskLinks;
import java.util.function.Consumer;

/// Where the detail pane leads, among the views of the window.
final class Links implements TaskLinks {
  private final ConsoleViewModel model;
  private final Consumer<Runnable> thenFocus;

  /// @param thenFocus does something, and gives the keyboard to the view
  Links(ConsoleViewModel model, Consumer<Runnable> thenFocus) {
    this.model = model;
    this.thenFocus = thenFocus;
  }

  @Override
  public void openTask(String taskId) {
    model.openTask(taskId);
  }

  @Override
  public void openEvidence(Warning warning) {
    model.openEvidence(warning);
  }

  @Override
  public void goToRaised(Warning warning) {
    thenFocus.accept(() -> model.goToRaised(warning));
  }

  @Override
  public void openDiagnosis(String diagnosisId) {
    model.diagnoses().chooseById(diagnosisId);
    model.view().set(View.DIAGNOSES);
  }

  @Override
  public void openResource(String resourceId) {
    model.resources().open(resourceId);
    model.view().set(View.RESOURCES);
  }

  @Override
  public void listChildren(String taskId) {
    model.tasks().narrowAnew("parent", taskId);
    model.view().set(View.TASKS);
  }
}
