package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Shapes;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.geometry.Pos;
import javafx.scene.Node;

/// The settings, each with its letter and its colour; a click has the others compared to it. UI thread only.
final class ArmChips {
  private final ExperimentViewModel model;
  private final FlowPane node = new FlowPane(8, 8);

  ArmChips(ExperimentViewModel model) {
    this.model = model;
    node.getStyleClass().add("lab-chips");
    model.comparison().subscribe(_ -> show());
  }

  Region node() {
    return node;
  }

  private void show() {
    // The one that had the keyboard has it again: it was clicked on, and all are made anew by the answer.
    var chips = model.arms().stream().map(this::chip).toList();
    int focused = -1;
    for (int i = 0; i < node.getChildren().size(); i++) {
      focused = node.getChildren().get(i).isFocused() ? i : focused;
    }
    node.getChildren().setAll(chips);
    if (focused >= 0 && focused < chips.size()) {
      chips.get(focused).requestFocus();
    }
  }

  private Node chip(Arm arm) {
    boolean isBaseline = arm.letter().equals(model.baselineLetter());
    var color = SeriesColors.cssName(model.place(arm.letter()));
    var letter = Labels.rigid(arm.letter(), "finding-arm");
    letter.setStyle("-fx-text-fill: " + color + ';');
    var square = new Region();
    square.getStyleClass().add("swatch");
    square.setStyle("-fx-background-color: " + color + ';');
    var content = new HBox(7, square, letter, Labels.of(arm.label()));
    if (isBaseline) {
      content.getChildren().add(Labels.rigid("the others are compared to it", "view-note"));
    }
    content.setAlignment(Pos.CENTER_LEFT);
    var button = new Button();
    button.setGraphic(content);
    button.setId("arm-" + arm.letter());
    button.getStyleClass().addAll("pill", "lab-chip");
    button.pseudoClassStateChanged(Shapes.CHOSEN, isBaseline);
    button.setAccessibleText(arm.letter() + ", " + arm.label() + (isBaseline ? ", the others are compared to it" : ""));
    button.setTooltip(Labels.tooltip(isBaseline ? "The others are compared to these settings."
        : "Compare the others to these settings (b for the next)"));
    button.setOnAction(_ -> model.compareTo(arm.letter()));
    return button;
  }
}
