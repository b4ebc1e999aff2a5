package dev.kioto.console.ui.task;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.StateLook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Who the task is, and in a sentence each, what is wrong with it.
final class HeadSection {
  private final Label name = Labels.of("", "task-name");
  private final Label id = Labels.rigid("", "task-id");
  private final Region shape = Shapes.of(Shapes.PAUSE);
  private final Label state = new Label();
  private final HBox stateLine;
  private final Label kind = Labels.of("", "task-kind");
  private final Label location = Labels.of("", "task-location");
  private final VBox node;
  private final VBox warnings = new VBox(8);
  private final Consumer<Warning> evidence;
  private final Consumer<Warning> raised;
  private List<Warning> shownWarnings = List.of();

  /// @param menu what can be done with the task
  HeadSection(Node menu, Runnable close, Consumer<Warning> evidence, Consumer<Warning> raised) {
    this.evidence = evidence;
    this.raised = raised;
    var cross = new Button("×");
    cross.setId("close-detail");
    cross.getStyleClass().add("icon");
    cross.setAccessibleText("Close the detail pane");
    cross.setTooltip(Labels.tooltip("Close (Esc)"));
    cross.setOnAction(_ -> close.run());
    var title = new HBox(8, name, id, Labels.spring(), menu, cross);
    title.setAlignment(Pos.CENTER_LEFT);
    name.setMinWidth(40);
    stateLine = new HBox(6, shape, state);
    stateLine.setAlignment(Pos.CENTER_LEFT);
    stateLine.setMinWidth(Region.USE_PREF_SIZE);
    stateLine.getStyleClass().add("state-chip");
    var facts = new HBox(10, stateLine, kind);
    facts.setAlignment(Pos.CENTER_LEFT);
    node = new VBox(5, title, facts, location);
    node.getStyleClass().add("task-head");
    warnings.getStyleClass().add("warnings");
    warnings.setId("task-warnings");
    Labels.show(warnings, false);
  }

  Node node() {
    return node;
  }

  Node warnings() {
    return warnings;
  }

  /// A task of which nothing but the id is known.
  void showUnknown(String taskId) {
    name.setText("task #" + taskId);
    id.setText("");
    Labels.show(stateLine, false);
    kind.setText("");
    location.setText("");
    location.setTooltip(null);
    shownWarnings = List.of();
    Labels.show(warnings, false);
  }

  void show(Task task) {
    Labels.show(stateLine, true);
    name.setText(task.name().isEmpty() ? "task without a name" : Texts.line(task.name()));
    id.setText('#' + task.taskId());
    Shapes.become(shape, StateLook.shape(task.state()));
    state.setText(StateLook.word(task.state()));
    StateLook.apply(stateLine, task.state());
    kind.setText(task.target().isEmpty() ? task.kind() : task.kind() + "  ·  " + task.target());
    var where = task.location();
    location.setText(where == null ? "spawn site not told" : "spawned at " + Texts.line(where));
    location.setTooltip(where == null ? null : Labels.tooltip(where));
    if (!task.warnings().equals(shownWarnings)) {
      shownWarnings = task.warnings();
      warnings.getChildren().setAll(new ArrayList<Node>(shownWarnings.stream().map(this::panel).toList()));
      Labels.show(warnings, !shownWarnings.isEmpty());
    }
  }

  private Node panel(Warning warning) {
    var title = new HBox(7, Shapes.of(Shapes.WARNING),
        Terms.detector(Labels.of(warning.id(), "warning-title"), warning.id()));
    title.setAlignment(Pos.CENTER_LEFT);
    var more = new Button("Evidence");
    more.getStyleClass().addAll("link", "evidence");
    more.setOnAction(_ -> evidence.accept(warning));
    var when = new Button("When");
    when.getStyleClass().addAll("link", "evidence", "raised");
    when.setTooltip(Labels.tooltip("Take the whole window to the instant at which this was found"));
    when.setOnAction(_ -> raised.accept(warning));
    title.getChildren().addAll(Labels.spring(), when, more);
    var panel = new VBox(4, title, Labels.wrapped(warning.message(), "warning-text"));
    panel.getStyleClass().add("warning-panel");
    return panel;
  }
}
