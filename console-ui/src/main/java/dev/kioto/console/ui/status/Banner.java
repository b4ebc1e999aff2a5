package dev.kioto.console.ui.status;

import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The line above the cards that says what is wrong with the connection; absent when nothing is. UI thread only.
public final class Banner {
  private final HBox node;

  /// The banner of a status.
  public Banner(StatusViewModel status) {
    var text = Labels.wrapped("", "banner-text");
    text.textProperty().bind(status.banner());
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    node = new HBox(10, Shapes.of(Shapes.WARNING), text);
    node.setId("banner");
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("banner");
    status.banner().subscribe(sentence -> Labels.show(node, !sentence.isEmpty()));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }
}
