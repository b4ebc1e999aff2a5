package dev.kioto.console.ui.targets;

import dev.kioto.console.api.RuntimeInfo;
import dev.kioto.console.api.Setting;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.theme.Labels;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The runtimes of a target with their settings. Rows stay as long as the same settings are told, so that news do not disturb who types a
/// value. UI thread only.
final class SettingsSection {
  private final SettingsViewModel model;
  private final VBox node = new VBox(10);
  private final List<Part> parts = new ArrayList<>();

  SettingsSection(SettingsViewModel model) {
    this.model = model;
  }

  Region node() {
    return node;
  }

  void show(List<RuntimeInfo> runtimes) {
    if (!parts.stream().map(part -> part.shape).toList()
        .equals(runtimes.stream().map(SettingsSection::shape).toList())) {
      parts.forEach(part -> part.rows.forEach(SettingRow::leave));
      parts.clear();
      runtimes.forEach(runtime -> parts.add(new Part(runtime)));
      node.getChildren().setAll(parts.stream().map(part -> part.node).toList());
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).show(runtimes.get(i));
    }
  }

  // Which rows there are: of another shape others have to be made.
  private static List<String> shape(RuntimeInfo runtime) {
    var shape = new ArrayList<String>();
    shape.add(runtime.id());
    runtime.settings().stream().map(Setting::name).forEach(shape::add);
    return shape;
  }

  /// One runtime.
  private final class Part {
    private final List<String> shape;
    private final Label about = Labels.wrapped("", "explanation");
    private final List<SettingRow> rows = new ArrayList<>();
    private final VBox node;

    private Part(RuntimeInfo runtime) {
      shape = shape(runtime);
      var grid = new GridPane();
      grid.getStyleClass().add("numbers");
      grid.setHgap(10);
      grid.setVgap(4);
      for (var setting : runtime.settings()) {
        var row = new SettingRow(model, runtime.id(), setting);
        var cells = row.cells();
        cells.forEach(cell -> GridPane.setValignment(cell, VPos.TOP));
        GridPane.setHgrow(cells.getLast(), Priority.ALWAYS);
        grid.addRow(rows.size(), cells.getFirst(), cells.getLast());
        rows.add(row);
      }
      node = new VBox(5, about, grid);
    }

    private void show(RuntimeInfo runtime) {
      var pool = runtime.blockingPool();
      about.setText(runtime.name() + "  ·  " + runtime.flavor() + "  ·  "
          + Counts.of(runtime.aliveTasks(), "task") + " alive of " + Counts.text(runtime.spawnedTasks())
          + " spawned  ·  blocking pool " + pool.threads() + " of " + pool.maxThreads());
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).show(runtime.settings().get(i));
      }
    }
  }
}
