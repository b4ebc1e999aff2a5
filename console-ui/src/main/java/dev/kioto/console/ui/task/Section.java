package dev.kioto.console.ui.task;

import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The frame of a part of the detail pane: a heading with room at its right, and what stands below.
final class Section {
  private Section() {}

  static VBox of(String title, Node atRight, Node... content) {
    var heading = new HBox(10, Labels.rigid(title, "section-title"), Labels.spring(), atRight);
    heading.setAlignment(Pos.CENTER_LEFT);
    heading.getStyleClass().add("section-heading");
    var section = new VBox(7, heading);
    section.getChildren().addAll(content);
    section.getStyleClass().add("section");
    return section;
  }
}
