package dev.kioto.console.ui.pictures;

import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Says above the drawing where its picture is, or why there is none; absent when there is nothing to say. UI thread only.
public final class PictureNotice {
  private final HBox node;

  /// The notice of a view model.
  public PictureNotice(PicturesViewModel model) {
    var words = Labels.wrapped("", "picture-words");
    words.setId("picture-message");
    words.textProperty().bind(model.message());
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    var dismiss = new Button("×");
    dismiss.setId("picture-dismiss");
    dismiss.getStyleClass().add("icon");
    dismiss.setAccessibleText("Dismiss the message about the picture");
    dismiss.setOnAction(_ -> model.dismiss());
    node = new HBox(10, words, dismiss);
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("picture-notice");
    model.failed().subscribe(failed -> node.pseudoClassStateChanged(Shapes.WRONG, failed));
    model.message().subscribe(text -> Labels.show(node, !text.isEmpty()));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }
}
