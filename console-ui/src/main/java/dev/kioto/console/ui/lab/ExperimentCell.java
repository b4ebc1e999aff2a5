package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// An experiment in the list: its state, its name and how far it is, and how it is run below.
final class ExperimentCell extends ListCell<Experiment> {
  private final Region shape = Shapes.of(Shapes.RING);
  private final Label title = Labels.of("", "diagnosis-title");
  private final Label progress = Labels.rigid("", "view-note");
  private final Label since = Labels.rigid("", "diagnosis-since");
  private final Label manner = Labels.of("", "diagnosis-sentence");
  private final VBox box;

  ExperimentCell() {
    var line = new HBox(9, shape, title, progress, Labels.spring(), since);
    line.setAlignment(Pos.CENTER_LEFT);
    box = new VBox(3, line, manner);
    // A cell is as wide as the list: what does not fit ends with dots.
    setPrefWidth(0);
    box.setMinWidth(0);
    getStyleClass().addAll("diagnosis-cell", "experiment-cell");
  }

  @Override
  protected void updateItem(@Nullable Experiment experiment, boolean empty) {
    super.updateItem(experiment, empty);
    setText(null);
    if (empty || experiment == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    Shapes.become(shape, switch (experiment.state()) {
      case RUNNING -> Shapes.PLAY;
      case FINISHED -> Shapes.CHECK;
      case STOPPED -> Shapes.PAUSE;
      case UNKNOWN -> Shapes.RING;
    });
    title.setText(Texts.line(LabWords.title(experiment)));
    progress.setText(LabWords.progress(experiment));
    since.setText(Instants.dayAndMinute(experiment.createdAt()));
    manner.setText(Texts.line(LabWords.manner(experiment)));
    setAccessibleText(title.getText() + ", " + LabWords.state(experiment.state()) + ", " + progress.getText());
    setGraphic(box);
  }
}
