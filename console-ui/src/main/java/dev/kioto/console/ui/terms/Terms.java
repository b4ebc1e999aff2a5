package dev.kioto.console.ui.terms;

import dev.kioto.console.ui.theme.Labels;
import javafx.scene.control.Label;

/// Labels that explain themselves. UI thread only.
public final class Terms {
  private Terms() {}

  /// The same label, with a tooltip that says what its words mean; without one when they are no [Term].
  public static Label explained(Label label) {
    return explained(label, label.getText());
  }

  /// The same label, with a tooltip that says what a word means.
  public static Label explained(Label label, String word) {
    Term.of(word).ifPresent(term -> label.setTooltip(Labels.tooltip(term.meaning())));
    return label;
  }

  /// The same label, with a tooltip that says what a detector looks for; without one for a detector of a newer server.
  public static Label detector(Label label, String id) {
    var words = Term.ofDetector(id).map(term -> id + ": " + term.meaning()).orElse("");
    var shown = label.getTooltip();
    if (shown == null || !shown.getText().equals(words)) {
      label.setTooltip(words.isEmpty() ? null : Labels.tooltip(words));
    }
    return label;
  }
}
