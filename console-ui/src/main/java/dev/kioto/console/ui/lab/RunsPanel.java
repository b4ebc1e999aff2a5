package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The runs of one round side by side, which round and which settings is chosen; each leads to its recording. UI thread only.
final class RunsPanel {
  private final ExperimentViewModel model;
  private final Consumer<String> openRecording;
  private final FlowPane rounds = new FlowPane(2, 2);
  private final HBox arms = new HBox(2);
  private final VBox links = new VBox(2);
  private final VBox node;
  private List<Integer> shownRounds = List.of();
  private List<Arm> shownArms = List.of();

  /// @param openRecording is told the file of a run that is to be opened
  RunsPanel(ExperimentViewModel model, Theme theme, Consumer<String> openRecording) {
    this.model = model;
    this.openRecording = openRecording;
    rounds.setAlignment(Pos.CENTER_LEFT);
    arms.setAlignment(Pos.CENTER_LEFT);
    var line = new HBox(10, Labels.rigid("Runs side by side, round", "lab-title"), rounds, Labels.spring(), arms);
    line.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(rounds, Priority.ALWAYS);
    node = new VBox(8, line, new RunsChart(model, theme), links);
    node.getStyleClass().add("lab-panel");
    model.experiment().subscribe(_ -> showChoices());
    model.round().subscribe(_ -> showLinks());
    model.beside().subscribe(_ -> showLinks());
    model.runs().subscribe(_ -> showLinks());
  }

  Region node() {
    return node;
  }

  private void showChoices() {
    Labels.show(node, !model.rounds().isEmpty());
    if (!model.rounds().equals(shownRounds)) {
      shownRounds = model.rounds();
      rounds.getChildren().setAll(shownRounds.stream().map(this::round).toList());
    }
    if (!model.arms().equals(shownArms)) {
      shownArms = model.arms();
      arms.getChildren().setAll(shownArms.stream().map(this::arm).toList());
    }
  }

  private Node round(int number) {
    var button = toggle(String.valueOf(number), "Round " + number);
    button.setOnAction(_ -> {
      model.round().set(number);
      button.setSelected(true);
    });
    model.round().subscribe(now -> button.setSelected(now == number));
    return button;
  }

  private Node arm(Arm arm) {
    var button = toggle(arm.letter(), "Runs of " + arm.letter() + ": " + arm.label());
    button.setStyle(color(arm.letter()));
    button.setOnAction(_ -> model.toggle(arm.letter()));
    model.beside().subscribe(now -> button.setSelected(now.contains(arm.letter())));
    return button;
  }

  private static ToggleButton toggle(String text, String meaning) {
    var button = new ToggleButton(text);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(meaning);
    button.setTooltip(Labels.tooltip(meaning));
    return button;
  }

  private void showLinks() {
    links.getChildren().setAll(model.sideBySide().stream().map(this::link).toList());
  }

  private Node link(LabRun run) {
    var name = Labels.rigid(run.id(), "finding-arm");
    name.setStyle(color(run.arm()));
    var line = new HBox(10, name, Labels.of(words(run), "view-note"));
    var recording = run.recording();
    if (recording != null) {
      var open = new Button("Open its recording");
      open.getStyleClass().add("link");
      open.setMinWidth(Region.USE_PREF_SIZE);
      open.setAccessibleText("Open the recording of run " + run.id());
      open.setTooltip(Labels.tooltip("Show this run as a target, in all views"));
      open.setOnAction(_ -> openRecording.accept(recording));
      line.getChildren().add(open);
    }
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private String color(String letter) {
    return "-fx-text-fill: " + SeriesColors.cssName(model.place(letter)) + ';';
  }

  private String words(LabRun run) {
    var facts = new ArrayList<String>();
    model.arms().stream().filter(arm -> arm.letter().equals(run.arm())).findFirst()
        .ifPresent(arm -> facts.add(arm.label()));
    var problem = run.problem();
    if (problem != null) {
      facts.add(problem);
    }
    var machine = run.machine();
    if (machine != null && machine.loadBefore() >= 0) {
      facts.add(String.format(Locale.ROOT, "load of the machine %.1f before, %.1f after", machine.loadBefore(),
          machine.loadAfter()));
    }
    facts.addAll(run.notes());
    return String.join(" · ", facts);
  }

  /// The runs that failed, with what they wrote last.
  static List<Node> failures(ExperimentViewModel model) {
    return model.runs().get().values().stream().filter(run -> run.problem() != null).map(RunsPanel::failure).toList();
  }

  private static Node failure(LabRun run) {
    var box = new VBox(6, Labels.wrapped("Run " + run.id() + ": " + run.problem(), "warning-title"));
    if (!run.lastLines().isEmpty()) {
      Label lines = Labels.wrapped(String.join("\n", run.lastLines()), "lab-lines");
      lines.setMaxWidth(Double.MAX_VALUE);
      box.getChildren().add(lines);
    }
    box.getStyleClass().add("warning-panel");
    return box;
  }
}
