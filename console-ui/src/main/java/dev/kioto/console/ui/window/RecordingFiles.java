package dev.kioto.console.ui.window;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.TransferMode;
import javafx.stage.FileChooser;

/// Files of recordings: one is chosen, or dropped onto the window. UI thread only.
final class RecordingFiles {
  private static final String ENDING = ".kiorec";

  private final Scene scene;
  private final Consumer<Path> open;

  /// @param open is told of the file that was chosen or dropped
  RecordingFiles(Scene scene, Consumer<Path> open) {
    this.scene = scene;
    this.open = open;
    scene.setOnDragOver(event -> {
      if (recording(event.getDragboard().getFiles()).isPresent()) {
        event.acceptTransferModes(TransferMode.COPY);
        event.consume();
      }
    });
    scene.setOnDragDropped(event -> {
      var file = recording(event.getDragboard().getFiles());
      file.ifPresent(open);
      event.setDropCompleted(file.isPresent());
      event.consume();
    });
  }

  /// Has a person choose one.
  void choose() {
    var chooser = new FileChooser();
    chooser.setTitle("Open a recording");
    chooser.getExtensionFilters().addAll(new FileChooser.ExtensionFilter("Recordings of Kioto", "*" + ENDING),
        new FileChooser.ExtensionFilter("All files", "*"));
    var file = chooser.showOpenDialog(scene.getWindow());
    if (file != null) {
      open.accept(file.toPath());
    }
  }

  /// The first that is a recording by its name.
  static Optional<Path> recording(List<File> files) {
    return files.stream().filter(file -> file.getName().toLowerCase(Locale.ROOT).endsWith(ENDING)).findFirst()
        .map(File::toPath);
  }
}
