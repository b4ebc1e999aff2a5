package dev.kioto.console.ui.parts;

import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The frame of a part of a pane: a heading with room at its right, and what stands below. UI thread only.
public final class Section {
  private Section() {}

  /// A part with its heading.
  public static VBox of(String title, Node atRight, Node... content) {
    var heading = new HBox(10, Terms.explained(Labels.rigid(title, "section-title")), Labels.spring(), atRight);
    heading.setAlignment(Pos.CENTER_LEFT);
    heading.getStyleClass().add("section-heading");
    var section = new VBox(7, heading);
    section.getChildren().addAll(content);
    section.getStyleClass().add("section");
    return section;
  }
}
