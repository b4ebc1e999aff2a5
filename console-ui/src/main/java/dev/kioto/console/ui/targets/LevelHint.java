package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.ui.theme.Labels;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Says below the lanes what they lack at the level that is recorded, and has more recorded, or less again. UI thread only.
public final class LevelHint {
  private final LevelViewModel model;
  private final Label words = Labels.of("", "view-note");
  private final Button change = new Button();
  private final Label problem = Labels.wrapped("", "attach-error");
  private final VBox node;

  /// @param lanesTold whether there are lanes at all
  public LevelHint(LevelViewModel model, ObservableValue<Boolean> lanesTold) {
    this.model = model;
    change.setId("lane-level");
    change.getStyleClass().add("link");
    change.setMinWidth(Region.USE_PREF_SIZE);
    change.setOnAction(_ -> model.set(isTraced(model.recorder().get()) ? Level.TASKS : Level.TRACE));
    problem.setId("lane-level-problem");
    problem.textProperty().bind(model.problem());
    model.problem().subscribe(text -> Labels.show(problem, !text.isEmpty()));
    words.setMinWidth(0);
    var line = new HBox(6, words, change);
    line.setAlignment(Pos.CENTER_LEFT);
    node = new VBox(4, line, problem);
    node.getStyleClass().add("level-hint");
    model.recorder().subscribe(_ -> show(lanesTold.getValue()));
    model.allowed().subscribe(_ -> show(lanesTold.getValue()));
    lanesTold.subscribe(this::show);
  }

  /// The node to put in a view.
  public Region node() {
    return node;
  }

  private void show(boolean told) {
    var recorder = model.recorder().get();
    Labels.show(node, told && recorder != null);
    boolean traced = isTraced(recorder);
    words.setText(traced ? "Every event of the scheduler is recorded."
        : model.allowed().get() ? "Parks, steals and driver turns are recorded at level trace."
            : "Parks, steals and driver turns are recorded at level trace, for which the collector needs the right to act.");
    change.setText(traced ? "Back to tasks" : "Record them");
    Labels.show(change, model.allowed().get());
  }

  private static boolean isTraced(@Nullable Recorder recorder) {
    return recorder != null && recorder.level() == Level.TRACE;
  }
}
