package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What comes of an experiment: its settings, notes, drawings, findings, matrix and runs. UI thread only.
final class ExperimentPane {
  private final ExperimentViewModel model;
  private final VBox notes = new VBox(6);
  private final VBox failures = new VBox(8);
  private final HBox distributions = new HBox(2);
  private final Label spreadTitle = Labels.of("", "lab-title");
  private final PercentileChart percentiles;
  private final TimelinesPanel timelines;
  private final ScrollPane node;
  private String shown = "";
  private List<String> shownDistributions = List.of();

  ExperimentPane(LabViewModel lab, Theme theme, RunOpener opener) {
    model = lab.experiment();
    timelines = new TimelinesPanel(model, lab.timelines(), theme, opener);
    percentiles = new PercentileChart(model, theme);
    distributions.setAlignment(Pos.CENTER_LEFT);
    var drawings = halves(55,
        panel(new HBox(10, Labels.rigid("Percentile by percentile", "lab-title"), Labels.spring(), distributions),
            percentiles),
        panel(spreadTitle, new SpreadChart(model, theme)));
    var results = halves(62, new FindingsPanel(model, theme).node(), new MatrixPanel(model, theme).node());
    var content = new VBox(12, new ArmChips(model).node(), notes, drawings, results,
        new RunsPanel(model, theme, file -> opener.open(file, null)).node(), timelines.node(), failures);
    content.getStyleClass().add("lab-content");
    node = new ScrollPane(content);
    node.setFitToWidth(true);
    node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    node.setId("experiment");
    node.setAccessibleText("What comes of the experiment");
    node.getStyleClass().addAll("detail-scroll", "lab-page");
    VBox.setVgrow(node, Priority.ALWAYS);
    model.comparison().subscribe(_ -> {
      showDistributions();
      showNotes();
    });
    model.experiment().subscribe(_ -> showNotes());
    model.distribution()
        .subscribe(name -> spreadTitle.setText(name.isEmpty() ? "Distribution" : capital(name) + ", distribution"));
    model.runs().subscribe(_ -> failures.getChildren().setAll(RunsPanel.failures(model)));
  }

  ScrollPane node() {
    return node;
  }

  /// Begins at the top when another experiment is shown.
  void turnTo(String id) {
    if (!id.equals(shown)) {
      shown = id;
      node.setVvalue(0);
    }
  }

  /// What a picture is taken of.
  Drawing drawing() {
    return timelines.isOpen() ? timelines.drawing() : percentiles;
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static Region panel(Node heading, Drawing drawing) {
    var panel = new VBox(6, heading, drawing);
    panel.getStyleClass().add("lab-panel");
    VBox.setVgrow(drawing, Priority.ALWAYS);
    return panel;
  }

  // Two panels beside each other, of which the first has so many parts of a hundred.
  private static Region halves(double first, Region left, Region right) {
    var grid = new GridPane();
    grid.setHgap(12);
    grid.getColumnConstraints().setAll(share(first), share(100 - first));
    left.setMinWidth(0);
    right.setMinWidth(0);
    grid.addRow(0, left, right);
    return grid;
  }

  private static ColumnConstraints share(double percent) {
    var column = new ColumnConstraints();
    column.setPercentWidth(percent);
    return column;
  }

  private void showDistributions() {
    if (!model.distributions().equals(shownDistributions)) {
      shownDistributions = model.distributions();
      distributions.getChildren().setAll(shownDistributions.stream().map(this::choice).toList());
    }
  }

  private Node choice(String name) {
    var button = new ToggleButton(name);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> {
      model.distribution().set(name);
      button.setSelected(true);
    });
    model.distribution().subscribe(now -> button.setSelected(now.equals(name)));
    return button;
  }

  private void showNotes() {
    var texts = new ArrayList<String>();
    Experiment experiment = model.experiment().get();
    if (experiment != null) {
      Stream.ofNullable(experiment.problem()).forEach(texts::add);
    }
    texts.addAll(model.comparison().get().notes());
    notes.getChildren().setAll(texts.stream().map(text -> {
      var note = Labels.wrapped(text, "notice");
      note.setMaxWidth(Double.MAX_VALUE);
      return note;
    }).toList());
    Labels.show(notes, !texts.isEmpty());
  }
}
