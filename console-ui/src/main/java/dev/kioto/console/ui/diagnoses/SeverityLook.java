package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import javafx.css.PseudoClass;
import javafx.scene.Node;

/// How bad a diagnosis looks: a word, and by a pseudo-class a colour.
final class SeverityLook {
  private static final PseudoClass CRITICAL = PseudoClass.getPseudoClass("critical");
  private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");

  private SeverityLook() {}

  static String word(Diagnosis diagnosis) {
    return diagnosis.state() == DiagnosisState.CLEARED ? "cleared" : diagnosis.severity().toString();
  }

  static void apply(Node node, Diagnosis diagnosis) {
    boolean active = diagnosis.state() == DiagnosisState.ACTIVE;
    node.pseudoClassStateChanged(CRITICAL, active && diagnosis.severity() == Severity.CRITICAL);
    node.pseudoClassStateChanged(WARNING, active && diagnosis.severity() == Severity.WARNING);
  }
}
