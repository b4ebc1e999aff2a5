package dev.kioto.console.ui.parts;

import javafx.scene.control.TextFormatter;
import javafx.scene.control.TextInputControl;

/// Keeps what is typed or pasted into a field to a length that can be drawn at once. UI thread only.
public final class TextLimit {
  private TextLimit() {}

  /// Cuts what is added beyond `most` characters.
  public static void install(TextInputControl field, int most) {
    field.setTextFormatter(new TextFormatter<>(change -> {
      int room = most - (change.getControlText().length() - (change.getRangeEnd() - change.getRangeStart()));
      if (change.getText().length() > room) {
        change.setText(change.getText().substring(0, Math.max(0, room)));
        int end = change.getRangeStart() + change.getText().length();
        change.selectRange(end, end);
      }
      return change;
    }));
  }
}
