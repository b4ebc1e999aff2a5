package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.theme.Labels;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How much a target records, as buttons of which one is down, and what that costs. UI thread only.
final class LevelBar {
  private static final List<Level> LEVELS = List.of(Level.OFF, Level.COUNTS, Level.TASKS, Level.TRACE);
  private static final long WHOLE = 1_000_000;

  private final LevelViewModel model;
  private final Map<Level, ToggleButton> buttons = new EnumMap<>(Level.class);
  private final Label meaning = Labels.wrapped("", "explanation");
  private final Label cost = Labels.wrapped("", "explanation");
  private final Label problem = Labels.wrapped("", "attach-error");
  private final VBox node;

  LevelBar(LevelViewModel model) {
    this.model = model;
    var line = new HBox(2);
    line.setAlignment(Pos.CENTER_LEFT);
    for (var level : LEVELS) {
      var button = new ToggleButton(TargetText.word(level));
      button.setId("level-" + TargetText.word(level));
      button.getStyleClass().add("link");
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setTooltip(Labels.tooltip(TargetText.meaning(level)));
      button.setOnAction(_ -> {
        model.set(level);
        show();
      });
      buttons.put(level, button);
      line.getChildren().add(button);
    }
    problem.setId("level-problem");
    problem.textProperty().bind(model.problem());
    model.problem().subscribe(text -> Labels.show(problem, !text.isEmpty()));
    node = new VBox(5, line, problem, meaning, cost);
    model.recorder().subscribe(_ -> show());
    model.allowed().subscribe(_ -> show());
    model.asking().subscribe(_ -> show());
  }

  Region node() {
    return node;
  }

  private void show() {
    var recorder = model.recorder().get();
    buttons.forEach((level, button) -> {
      Labels.show(button, recorder != null);
      button.setSelected(recorder != null && recorder.level() == level);
    });
    meaning.setText(sentence(recorder));
    cost.setText(recorder == null ? "" : cost(recorder));
    Labels.show(cost, recorder != null);
  }

  private String sentence(@Nullable Recorder recorder) {
    if (recorder == null) {
      return "The program does not tell what it records.";
    }
    var text = TargetText.meaning(recorder.level());
    var lowered = recorder.loweredBecause();
    if (lowered != null) {
      text += " Asked for was " + TargetText.word(recorder.wantedLevel()) + "; it is lowered: " + lowered + '.';
    }
    return model.allowed().get() ? text
        : text + " To change it, the collector has to be shown the program's token for acting.";
  }

  private static String cost(Recorder recorder) {
    var cap = recorder.cpuShareCap();
    return Counts.compact(recorder.eventsPerSecond()) + " events a second, " + share(recorder.cpuShare())
        + " of a processor" + (cap == null ? "" : " (" + share(cap) + " at most)") + ", "
        + Counts.compact((double) recorder.memoryBytes()) + "B of memory, "
        + Counts.of(recorder.clients(), "console") + " watching";
  }

  private static String share(double share) {
    return Counts.share(Math.round(share * WHOLE), WHOLE);
  }
}
