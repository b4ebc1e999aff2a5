package dev.kioto.console.ui.recording;

import dev.kioto.console.ui.recording.RecordingViewModel.Phase;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The button that begins and ends a recording, and beside it what was made of it. UI thread only.
public final class RecordingView {
  private static final PseudoClass GOING = PseudoClass.getPseudoClass("recording");

  private final RecordingViewModel model;
  private final Button record = new Button();
  private final HBox made;
  private final Button folder;
  private final Label problem = Labels.of("", "record-problem");
  private final HBox node;

  /// @param showFolder shows a folder of this machine as its desktop does
  /// @param after gives the keyboard back after a click
  public RecordingView(RecordingViewModel model, Consumer<Path> showFolder, Runnable after) {
    this.model = model;
    record.setId("record");
    record.getStyleClass().addAll("pill", "record");
    record.setMinWidth(Region.USE_PREF_SIZE);
    record.setOnAction(_ -> {
      model.toggle();
      after.run();
    });
    var words = Labels.rigid("", "view-note");
    words.setId("recording-words");
    words.textProperty().bind(model.words().map(text -> "Recorded " + text));
    folder = link("Show in folder", "recording-folder", "The file is on this machine",
        () -> model.folder().ifPresent(showFolder));
    made = new HBox(2, words, link("Open", "recording-open", "Show the recording as a target", model::open),
        folder,
        link("Copy path", "recording-copy", "The file is on the server's machine", this::copy),
        link("×", "recording-dismiss", "The file stays", model::dismiss));
    made.setAlignment(Pos.CENTER_LEFT);
    problem.setId("record-problem");
    model.problem().subscribe(text -> {
      problem.setText(text);
      problem.setTooltip(text.isEmpty() ? null : Labels.tooltip(text));
      Labels.show(problem, !text.isEmpty());
    });
    node = new HBox(6, problem, made, record);
    node.setAlignment(Pos.CENTER_RIGHT);
    model.phase().subscribe(this::show);
    model.words().subscribe(_ -> show(model.phase().get()));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  private void show(Phase phase) {
    Labels.show(node, phase != Phase.NONE);
    Labels.show(made, phase == Phase.MADE);
    Labels.show(folder, phase == Phase.MADE && model.folder().isPresent());
    boolean going = phase == Phase.RECORDING || phase == Phase.ENDING;
    record.setText(switch (phase) {
      case NONE, READY, MADE -> "Record";
      case BEGINNING -> "Record…";
      case RECORDING -> "Stop  " + model.words().get();
      case ENDING -> "Stop…";
    });
    record.setGraphic(Shapes.of(going ? Shapes.SQUARE : Shapes.DISC));
    record.pseudoClassStateChanged(GOING, going);
    record.setTooltip(
        Labels.tooltip(going ? "End the recording" : "Record what the program tells from now on, and all that is "
            + "known of it, to a file of the server"));
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(model.path());
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Button link(String text, String id, String meaning, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip(meaning));
    button.setOnAction(_ -> action.run());
    return button;
  }
}
