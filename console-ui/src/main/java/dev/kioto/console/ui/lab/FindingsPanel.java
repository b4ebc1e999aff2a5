package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.ui.parts.Copyable;
import dev.kioto.console.ui.parts.CopyKeys;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Theme;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The findings, the largest effect first, and the sentence of the chosen one. UI thread only.
final class FindingsPanel {
  private static final double HEIGHT = 330;

  private final ExperimentViewModel model;
  private final ListView<Finding> list = new ListView<>();
  private final Label title = Labels.of("", "lab-title");
  private final Label sentence = Labels.wrapped("", "lab-sentence");
  private final IntervalMark axis;
  private final VBox node;

  FindingsPanel(ExperimentViewModel model, Theme theme) {
    this.model = model;
    axis = new IntervalMark(theme, 16);
    list.setId("findings");
    list.getStyleClass().addAll("diagnosis-list", "finding-list");
    list.setAccessibleText("Findings, the largest effect first");
    list.setCellFactory(_ -> new FindingCell(model, theme));
    list.setPlaceholder(Labels.of("Nothing can be said before some rounds are over.", "explanation"));
    list.setPrefHeight(HEIGHT);
    list.setMinHeight(120);
    VBox.setVgrow(list, Priority.ALWAYS);
    CopyKeys.install(list, this::copyable);
    list.getSelectionModel().selectedItemProperty().subscribe((_, now) -> {
      if (now != null) {
        sentence.setText(now.sentence());
        model.look(now);
      }
    });
    sentence.setId("finding-sentence");
    var headings = FindingCell.line(FindingCell.sized(Labels.of(""), FindingCell.MEASURE),
        FindingCell.sized(Labels.of(""), FindingCell.ARM), FindingCell.sized(Labels.of(""), FindingCell.CHANGE), axis,
        FindingCell.sized(Labels.of(""), FindingCell.VERDICT));
    headings.getStyleClass().add("finding-headings");
    node = new VBox(6, title, headings, list, sentence);
    node.getStyleClass().add("lab-panel");
    model.comparison().subscribe(this::show);
  }

  Region node() {
    return node;
  }

  private @Nullable Copyable copyable() {
    var chosen = list.getSelectionModel().getSelectedItem();
    return chosen == null ? null : Copyable.of(chosen::sentence, chosen);
  }

  private void show(Comparison comparison) {
    title.setText(
        String.format(Locale.ROOT, "Findings, largest effect first (difference to %s, %.0f %% interval over %d rounds)",
            model.baselineLetter(), 100 * comparison.confidence(), comparison.rounds()));
    axis.show(null, Bend.over(comparison.findings()));
    list.getItems().setAll(comparison.findings());
    sentence.setText(comparison.findings().stream().findFirst().map(Finding::sentence).orElse(""));
  }
}
