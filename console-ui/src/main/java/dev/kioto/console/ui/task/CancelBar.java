package dev.kioto.console.ui.task;

import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Asks whether the task is to be cancelled, and says how that went. UI thread only.
final class CancelBar {
  private final TaskViewModel model;
  private final Label words = Labels.wrapped("", "cancel-words");
  private final Button confirm = new Button("Cancel the task");
  private final Button dismiss = new Button();
  private final VBox node;

  CancelBar(TaskViewModel model) {
    this.model = model;
    words.setId("cancel-words");
    confirm.setId("cancel-confirm");
    confirm.getStyleClass().add("danger-button");
    confirm.setOnAction(_ -> model.cancelling().confirm());
    dismiss.setId("cancel-dismiss");
    dismiss.getStyleClass().add("link");
    dismiss.setOnAction(_ -> model.cancelling().dismiss());
    var buttons = new HBox(8, confirm, dismiss);
    buttons.setAlignment(Pos.CENTER_LEFT);
    node = new VBox(7, words, buttons);
    node.setId("cancel");
    node.getStyleClass().add("notice");
    model.cancelling().phase().subscribe(this::show);
  }

  Region node() {
    return node;
  }

  private void show(CancelViewModel.Phase phase) {
    Labels.show(node, phase != CancelViewModel.Phase.NONE);
    Labels.show(confirm, phase == CancelViewModel.Phase.CONFIRM);
    Labels.show(dismiss, phase != CancelViewModel.Phase.ASKING);
    dismiss.setText(phase == CancelViewModel.Phase.CONFIRM ? "Let it go on" : "Dismiss");
    words.setText(switch (phase) {
      case NONE -> "";
      case CONFIRM ->
          "Cancel " + name() + "? It ends at its next suspension, and what it was doing is lost. This cannot be "
              + "taken back.";
      case ASKING -> "Cancelling…";
      case DONE -> "It was told to end, and does so at its next suspension.";
      case REFUSED -> model.cancelling().message().get();
    });
    if (phase == CancelViewModel.Phase.CONFIRM) {
      // Enter must not cancel what a slip of the hand has asked for.
      dismiss.requestFocus();
    }
  }

  private String name() {
    var task = model.task().get();
    return task == null || task.name().isEmpty() ? "this task" : "'" + task.name() + "' #" + task.taskId();
  }
}
