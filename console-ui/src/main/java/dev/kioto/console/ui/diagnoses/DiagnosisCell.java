package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A diagnosis in the list: how bad, what, about whom and since when, and its sentence below.
final class DiagnosisCell extends ListCell<Diagnosis> {
  private final Label severity = Labels.rigid("", "diagnosis-severity");
  private final Label title = Labels.rigid("", "diagnosis-title");
  private final Label subject = Labels.of("", "diagnosis-subject");
  private final Label since = Labels.rigid("", "diagnosis-since");
  private final Label sentence = Labels.of("", "diagnosis-sentence");
  private final VBox box;

  DiagnosisCell() {
    var line = new HBox(9, Shapes.of(Shapes.WARNING), severity, title, subject, Labels.spring(), since);
    line.setAlignment(Pos.CENTER_LEFT);
    box = new VBox(3, line, sentence);
    sentence.setTextOverrun(OverrunStyle.ELLIPSIS);
    // A cell is as wide as the list: what does not fit ends with dots.
    setPrefWidth(0);
    box.setMinWidth(0);
    getStyleClass().add("diagnosis-cell");
  }

  @Override
  protected void updateItem(@Nullable Diagnosis diagnosis, boolean empty) {
    super.updateItem(diagnosis, empty);
    setText(null);
    if (empty || diagnosis == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    severity.setText(SeverityLook.word(diagnosis));
    title.setText(diagnosis.title());
    subject.setText(Texts.line(Subjects.text(diagnosis.subject())));
    Terms.detector(title, diagnosis.detector());
    since.setText(Instants.seconds(diagnosis.raisedAt()));
    sentence.setText(Texts.line(diagnosis.sentence()));
    SeverityLook.apply(this, diagnosis);
    setAccessibleText(
        severity.getText() + ": " + diagnosis.title() + ", " + subject.getText() + ". " + diagnosis.sentence());
    setGraphic(box);
  }
}
