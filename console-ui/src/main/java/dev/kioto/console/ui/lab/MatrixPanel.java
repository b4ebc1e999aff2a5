package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.ui.format.Quantities;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The settings in rows and columns, coloured by a measure that is chosen. UI thread only.
final class MatrixPanel {
  private static final CornerRadii CORNERS = new CornerRadii(5);
  private static final double LEAST = 0.16; // of a colour on the panel
  private static final double MOST = 0.6;

  private final ExperimentViewModel model;
  private final Theme theme;
  private final MenuButton choice = new MenuButton();
  private final GridPane grid = new GridPane();
  private final VBox node;

  MatrixPanel(ExperimentViewModel model, Theme theme) {
    this.model = model;
    this.theme = theme;
    choice.setId("lab-measure");
    choice.getStyleClass().add("quiet");
    choice.setMaxWidth(Double.MAX_VALUE);
    choice.setTooltip(Labels.tooltip("The measure that is shown for each settings (c for the next)"));
    grid.setHgap(4);
    grid.setVgap(4);
    grid.setId("lab-matrix");
    var scroll = new ScrollPane(grid);
    scroll.getStyleClass().addAll("detail-scroll", "lab-scroll");
    scroll.setFocusTraversable(false);
    scroll.setMinHeight(120);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    node = new VBox(8, Labels.of("Median by settings", "lab-title"), choice, scroll,
        Labels.wrapped("Green is better, red is worse. Where neither way is good, more blue is more.", "explanation"));
    node.getStyleClass().add("lab-panel");
    model.comparison().subscribe(_ -> show());
    model.measure().subscribe(_ -> show());
    theme.palette().subscribe(_ -> show());
  }

  Region node() {
    return node;
  }

  private void show() {
    var measures = model.comparison().get().measures();
    choice.setText(LabWords.label(measures, model.measure().get()));
    choice.getItems().setAll(measures.stream().map(this::item).toList());
    choice.setDisable(measures.isEmpty());
    choice.setAccessibleText("Measure: " + choice.getText());
    grid.getChildren().clear();
    var matrix = SettingMatrix.of(model.arms(), model.comparison().get(), model.measure().get());
    var unit = LabWords.unit(measures, model.measure().get());
    grid.add(Labels.rigid(matrix.corner(), "matrix-heading"), 0, 0);
    for (int column = 0; column < matrix.columns().size(); column++) {
      var heading = Labels.rigid(matrix.columns().get(column), "matrix-heading");
      GridPane.setHalignment(heading, HPos.RIGHT);
      grid.add(heading, column + 1, 0);
    }
    for (int row = 0; row < matrix.rows().size(); row++) {
      var of = matrix.rows().get(row);
      grid.add(Labels.rigid(of.title(), "matrix-heading"), 0, row + 1);
      for (int column = 0; column < of.cells().size(); column++) {
        grid.add(cell(of.cells().get(column), matrix.better(), unit), column + 1, row + 1);
      }
    }
  }

  private MenuItem item(Measure measure) {
    var item = new MenuItem(measure.label());
    item.setOnAction(_ -> model.measure().set(measure.id()));
    return item;
  }

  private Node cell(SettingMatrix.@Nullable Cell cell, Measure.Better better, String unit) {
    if (cell == null) {
      return new Region();
    }
    var number = Labels.rigid(Quantities.text(cell.value().median(), unit), "matrix-number");
    var letter = new Label(cell.arm().letter());
    letter.getStyleClass().add("matrix-letter");
    var box = new VBox(number, letter);
    box.getStyleClass().add("matrix-cell");
    box.setBackground(
        new Background(new BackgroundFill(tint(theme.colors(), better, cell.share()), CORNERS, Insets.EMPTY)));
    box.setAccessibleText(cell.arm().label() + ": " + number.getText());
    Tooltip.install(box, Labels.tooltip(cell.arm().letter() + ": " + cell.arm().label() + "\nmedian "
        + number.getText() + ", from " + Quantities.text(cell.value().least(), unit) + " to "
        + Quantities.text(cell.value().most(), unit)));
    return box;
  }

  private static Color tint(Palette colors, Measure.Better better, double share) {
    if (better == Measure.Better.NEITHER) {
      return colors.panel().interpolate(colors.accent(), LEAST / 2 + (MOST - LEAST) * share);
    }
    double strength = LEAST + (MOST - LEAST) * Math.abs(share - 0.5) * 2;
    return colors.panel().interpolate(share <= 0.5 ? colors.running() : colors.danger(), strength);
  }
}
