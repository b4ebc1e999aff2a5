package dev.kioto.console.ui.window;

import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/// What stands in place of a view when nothing is kept of the chosen instant: the present is never shown as the past. Figures and diagnoses
/// are kept elsewhere, and longer. UI thread only.
final class NotKept {
  private final EmptyState state = new EmptyState();

  NotKept(ConsoleViewModel model) {
    var back = new Button("Return to the present");
    back.setId("not-kept-live");
    back.getStyleClass().add("pill");
    back.setOnAction(_ -> model.time().goLive());
    state.offer(back);
    state.node().setId("not-kept");
    model.time().refusal().subscribe(reason -> show(model));
    model.view().subscribe(view -> show(model));
  }

  Region node() {
    return state.node();
  }

  private void show(ConsoleViewModel model) {
    var reason = model.time().refusal().get();
    boolean kept = switch (model.view().get()) {
      case OVERVIEW, DIAGNOSES, LAB -> true;
      case TASKS, RESOURCES, WORKERS, GRAPHS -> reason.isEmpty();
    };
    Labels.show(state.node(), !kept);
    var at = model.time().instant().get();
    if (!kept && at != null) {
      state.show("Nothing is kept of " + Instants.seconds(at), reason, "");
    }
  }
}
