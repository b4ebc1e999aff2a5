package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Problem;
import dev.kioto.console.ui.completion.CompletionList;
import dev.kioto.console.ui.completion.CompletionViewModel;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The filter: a line to type in, how many tasks it lets through, and what the server has against it, with a mark under
/// the place. The server is asked when typing pauses, or at once by Enter.
final class FilterLine {
  private static final Duration TYPING_PAUSE = Duration.millis(300);
  private static final int MOST = 4_000; // characters; a server reads no longer filter
  private static final double FIELD_PADDING = 12;

  private final TasksViewModel model;
  private final VBox node = new VBox();
  private final TextField field = new TextField();
  private final Region mark = Shapes.of(Shapes.WARNING);
  private final Label sentence = Labels.wrapped("", "problem-text");
  private final VBox problemBox = new VBox(mark, sentence);
  private final CompletionList proposals;
  private final PauseTransition typing = new PauseTransition(TYPING_PAUSE);

  /// @param menu stands at the right of the line
  /// @param leave what to do when the keyboard leaves the field
  FilterLine(TasksViewModel model, CompletionViewModel completion, Region menu, Runnable leave) {
    this.model = model;
    field.setId("filter");
    TextLimit.install(field, MOST);
    field.getStyleClass().add("filter");
    field.setPromptText("Press / to filter:  state:idle name:http idle>5s");
    field.setAccessibleText("Filter of the task table");
    proposals = new CompletionList(field, completion);
    field.textProperty().subscribe((_, _) -> typing.playFromStart());
    // What another part of the window asks for is written here, what is being typed stays.
    model.filterText().subscribe(text -> {
      if (!field.getText().strip().equals(text)) {
        field.setText(text);
      }
    });
    typing.setOnFinished(_ -> model.filter(field.getText()));
    field.setOnAction(_ -> apply());
    field.addEventFilter(KeyEvent.KEY_PRESSED, event -> keyPressed(event, leave));

    var count = Labels.rigid("", "filter-count");
    count.setId("count");
    count.setMouseTransparent(true);
    count.textProperty().bind(Bindings.createStringBinding(this::count, model.matched(), model.total(),
        model.content()));
    var line = new StackPane(field, count);
    StackPane.setAlignment(count, Pos.CENTER_RIGHT);
    HBox.setHgrow(line, Priority.ALWAYS);
    var row = new HBox(8, line, menu);
    row.setAlignment(Pos.CENTER_LEFT);

    problemBox.setId("filter-problem");
    problemBox.getStyleClass().add("filter-problem");
    Labels.show(problemBox, false);
    node.getChildren().setAll(row, problemBox);
    node.getStyleClass().add("filter-line");
    model.problem().subscribe(this::show);
  }

  Region node() {
    return node;
  }

  /// What could stand where one types: the last child of a pane that is high enough.
  Node proposals() {
    return proposals.node();
  }

  void focus() {
    field.requestFocus();
    field.selectAll();
  }

  /// Takes the filter away.
  void clear() {
    field.clear();
    apply();
  }

  private void apply() {
    typing.stop();
    model.filter(field.getText());
  }

  private void keyPressed(KeyEvent event, Runnable leave) {
    if (event.isConsumed()) {
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE || event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
      apply();
      leave.run();
      event.consume();
    }
  }

  private String count() {
    return switch (model.content().get()) {
      case CONNECTING, SHUT_OUT, NO_TARGET, WAITING -> "";
      case ROWS, NO_TASKS, NO_MATCH -> Counts.text(model.matched().get()) + " of " + Counts.text(model.total().get());
    };
  }

  private void show(@Nullable Problem problem) {
    Labels.show(problemBox, problem != null);
    field.pseudoClassStateChanged(Shapes.WRONG, problem != null);
    if (problem == null) {
      return;
    }
    sentence.setText(problem.detail());
    var position = problem.position();
    Labels.show(mark, position != null);
    if (position != null) {
      mark.setTranslateX(FIELD_PADDING + widthBefore(position));
    }
  }

  private double widthBefore(int position) {
    var text = new Text(field.getText().substring(0, Math.clamp(position, 0, field.getText().length())));
    text.setFont(field.getFont());
    return text.getLayoutBounds().getWidth();
  }
}
