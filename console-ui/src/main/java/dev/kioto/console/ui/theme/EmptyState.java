package dev.kioto.console.ui.theme;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// What stands where there is nothing to show: what is missing, and what to do next. UI thread only.
public final class EmptyState {
  private final Label title = Labels.of("", "empty-title");
  private final Label hint = Labels.wrapped("", "empty-hint");
  private final Label code = Labels.wrapped("", "empty-code");
  private final VBox node = new VBox(10, title, hint, code);

  /// An empty state that says nothing yet.
  public EmptyState() {
    node.setAlignment(Pos.CENTER);
    node.getStyleClass().add("empty-state");
    hint.setMaxWidth(420);
    hint.setAlignment(Pos.CENTER);
    hint.setTextAlignment(TextAlignment.CENTER);
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Says what is missing and what to do.
  ///
  /// @param codeText what to type, or what was typed; empty for nothing
  public void show(String titleText, String hintText, String codeText) {
    title.setText(titleText);
    hint.setText(hintText);
    Labels.show(hint, !hintText.isEmpty());
    code.setText(codeText);
    Labels.show(code, !codeText.isEmpty());
  }

  /// Offers an action below the words; null for none.
  public void offer(@Nullable Button action) {
    node.getChildren().setAll(title, hint, code);
    if (action != null) {
      node.getChildren().add(action);
    }
  }
}
