package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The worst of what is wrong now, a line each: the list in small, for a view that shows other things as well. UI thread only.
public final class DiagnosisList {
  private static final int MOST = 8;

  private final DiagnosesViewModel model;
  private final Consumer<Diagnosis> open;
  private final VBox node = new VBox();
  private final List<Line> lines = new ArrayList<>();
  private List<String> shown = List.of();

  /// @param open is told which one is clicked on
  public DiagnosisList(DiagnosesViewModel model, Consumer<Diagnosis> open) {
    this.model = model;
    this.open = open;
    node.setId("worst");
    model.rows().addListener((ListChangeListener<Diagnosis>) _ -> show());
    model.content().subscribe(_ -> show());
  }

  /// The node to put in a view.
  public Region node() {
    return node;
  }

  private void show() {
    var active = model.rows().stream().filter(one -> one.state() == DiagnosisState.ACTIVE).limit(MOST).toList();
    var ids = active.stream().map(Diagnosis::id).toList();
    if (ids.isEmpty() || !ids.equals(shown)) {
      shown = ids;
      lines.clear();
      active.forEach(diagnosis -> lines.add(new Line(open)));
      node.getChildren().setAll(lines.stream().map(line -> line.row).toList());
      note(active.isEmpty());
    }
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).show(active.get(i));
    }
  }

  private void note(boolean nothing) {
    int active = model.criticalCount().get() + model.warningCount().get();
    if (nothing) {
      node.getChildren().add(Labels.of(switch (model.content().get()) {
        case NO_TARGET -> "No program is attached.";
        case WAITING -> "The first answer is on its way.";
        case ROWS, NOTHING -> "Nothing is wrong now.";
      }, "explanation", "worst-note"));
    } else if (active > MOST) {
      node.getChildren().add(Labels.of("More are in the view of diagnoses (d).", "explanation", "worst-note"));
    }
  }

  /// A line, which stays as long as the same diagnoses are there.
  private static final class Line {
    private final Label severity = Labels.rigid("", "diagnosis-severity");
    private final Label title = Labels.rigid("", "diagnosis-title");
    private final Label sentence = Labels.of("", "diagnosis-sentence");
    private final Button row = new Button();
    private @Nullable Diagnosis shown;

    private Line(Consumer<Diagnosis> open) {
      sentence.setMinWidth(0);
      var content = new HBox(9, Shapes.of(Shapes.WARNING), severity, title, sentence);
      content.setAlignment(Pos.CENTER_LEFT);
      content.prefWidthProperty().bind(row.widthProperty().subtract(28));
      row.setGraphic(content);
      row.setMaxWidth(Double.MAX_VALUE);
      row.getStyleClass().addAll("worst-row", "diagnosis-cell");
      row.setOnAction(_ -> {
        if (shown != null) {
          open.accept(shown);
        }
      });
    }

    private void show(Diagnosis diagnosis) {
      shown = diagnosis;
      severity.setText(SeverityLook.word(diagnosis));
      title.setText(diagnosis.title());
      Terms.detector(title, diagnosis.detector());
      sentence.setText(diagnosis.sentence());
      SeverityLook.apply(row, diagnosis);
      row.setAccessibleText(severity.getText() + ": " + diagnosis.title() + ". " + diagnosis.sentence());
    }
  }
}
