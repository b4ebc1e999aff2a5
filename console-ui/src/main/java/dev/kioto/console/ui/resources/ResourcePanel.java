package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One resource: what it is, who holds it, and who waits for it.
final class ResourcePanel {
  private final Consumer<String> openTask;
  private final Label title = Labels.rigid("", "panel-title");
  private final Label place = Labels.of("", "task-location");
  private final Label facts = Labels.wrapped("", "panel-sentence");
  private final Label state = Labels.wrapped("", "task-location");
  private final FlowPane owners = new FlowPane(4, 2);
  private final FlowPane waiters = new FlowPane(4, 2);
  private final ScrollPane node;
  private List<TaskRef> shownOwners = List.of();
  private List<TaskRef> shownWaiters = List.of();

  /// @param openTask is told the id of a task that is clicked on
  ResourcePanel(ResourcesViewModel model, Consumer<String> openTask) {
    this.openTask = openTask;
    var line = new HBox(10, title, place);
    line.setAlignment(Pos.BASELINE_LEFT);
    var content = new VBox(14, new VBox(5, line, facts, state), Section.of("HELD BY", new Region(), owners),
        Section.of("WAITED FOR BY", new Region(), waiters));
    content.getStyleClass().add("diagnosis-panel");
    node = new ScrollPane(content);
    node.setId("resource");
    node.setFitToWidth(true);
    node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    node.getStyleClass().add("detail-scroll");
    model.list().chosen().subscribe(this::show);
  }

  Region node() {
    return node;
  }

  private void show(@Nullable Resource resource) {
    if (resource == null) {
      return;
    }
    title.setText(resource.type() + " #" + resource.id());
    place.setText(resource.location() == null ? "" : "made at " + resource.location());
    var ended = resource.endedAt();
    facts.setText((resource.kind().isEmpty() ? "" : resource.kind() + "  ·  ")
        + "since " + Instants.seconds(resource.createdAt())
        + (ended == null ? "" : ", ended " + Instants.seconds(ended))
        + "  ·  " + Counts.of(resource.operations(), "use"));
    state.setText(ResourceColumn.attributes(resource.attributes()));
    Labels.show(state, !resource.attributes().isEmpty());
    if (owners.getChildren().isEmpty() || !resource.owners().equals(shownOwners)) {
      shownOwners = resource.owners();
      fill(owners, shownOwners, resource.ownerCount(), resource.ownersKnown() ? "nobody" : "the program does not tell");
    }
    if (waiters.getChildren().isEmpty() || !resource.waiters().equals(shownWaiters)) {
      shownWaiters = resource.waiters();
      fill(waiters, shownWaiters, resource.waiterCount(), resource.waitingThreads() == 0 ? "nobody"
          : Counts.of(resource.waitingThreads(), "thread") + " outside the runtime");
    }
  }

  private void fill(FlowPane pane, List<TaskRef> tasks, int count, String none) {
    pane.getChildren().setAll(tasks.stream().map(this::link).toList());
    if (count > tasks.size()) {
      pane.getChildren().add(Labels.of("and " + Counts.text(count - tasks.size()) + " more", "explanation"));
    }
    if (tasks.isEmpty()) {
      pane.getChildren().add(Labels.of(none, "explanation"));
    }
  }

  private Button link(TaskRef task) {
    var button = new Button(ResourceColumn.name(task));
    button.getStyleClass().add("link");
    button.setOnAction(_ -> openTask.accept(task.id()));
    return button;
  }
}
