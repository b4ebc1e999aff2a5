package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A finding in a line: what, under which settings, how much, the interval, and what can be said.
final class FindingCell extends ListCell<Finding> {
  static final double MEASURE = 190;
  static final double ARM = 22;
  static final double CHANGE = 74;
  static final double VERDICT = 206;
  private static final double HEIGHT = 22;

  private final ExperimentViewModel model;
  private final Label measure = sized(Labels.of("", "finding-measure"), MEASURE);
  private final Label arm = sized(Labels.of("", "finding-arm"), ARM);
  private final Label change = sized(Labels.of("", "finding-change"), CHANGE);
  private final Label verdict = sized(Labels.of("", "finding-verdict"), VERDICT);
  private final IntervalMark mark;
  private final HBox box;

  FindingCell(ExperimentViewModel model, Theme theme) {
    this.model = model;
    mark = new IntervalMark(theme, HEIGHT);
    box = line(measure, arm, change, mark, verdict);
    setPrefWidth(0);
    getStyleClass().add("finding-cell");
  }

  /// The columns of a line.
  static HBox line(Label measure, Label arm, Label change, Region mark, Label verdict) {
    var line = new HBox(8, measure, arm, change, mark, verdict);
    HBox.setHgrow(mark, Priority.ALWAYS);
    line.setAlignment(Pos.CENTER_LEFT);
    line.setMinWidth(0);
    return line;
  }

  /// A label of a width that stays, unless there is too little room.
  static Label sized(Label label, double width) {
    label.setPrefWidth(width);
    label.setMaxWidth(width);
    label.setMinWidth(Math.min(width, 70));
    return label;
  }

  @Override
  protected void updateItem(@Nullable Finding finding, boolean empty) {
    super.updateItem(finding, empty);
    setText(null);
    if (empty || finding == null) {
      setGraphic(null);
      setTooltip(null);
      setAccessibleText(null);
      return;
    }
    var measures = model.comparison().get().measures();
    var unit = LabWords.unit(measures, finding.measure());
    measure.setText(Texts.line(LabWords.label(measures, finding.measure())));
    arm.setText(finding.arm());
    change.setText(LabWords.difference(finding, finding.change(), unit));
    verdict.setText(LabWords.verdict(finding.verdict()));
    mark.show(finding, Bend.over(model.comparison().get().findings()));
    for (var each : Finding.Verdict.values()) {
      box.pseudoClassStateChanged(PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)),
          each == finding.verdict());
    }
    arm.setStyle("-fx-text-fill: " + SeriesColors.cssName(model.place(finding.arm())) + ';');
    setTooltip(Labels.tooltip(finding.sentence()));
    setAccessibleText(finding.sentence());
    setGraphic(box);
  }
}
