package dev.kioto.console.ui.task;

import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What else the program tells about the task.
final class FieldSection {
  private final GridPane grid = new GridPane();
  private final VBox node;
  private Map<String, String> shown = Map.of();

  FieldSection() {
    grid.getStyleClass().add("numbers");
    grid.setHgap(10);
    grid.setVgap(4);
    var name = new ColumnConstraints();
    name.setMinWidth(60);
    name.setMaxWidth(150);
    var value = new ColumnConstraints();
    value.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(name, value);
    node = Section.of("FIELDS", new Region(), grid);
    Labels.show(node, false);
  }

  Region node() {
    return node;
  }

  void show(Map<String, String> fields) {
    if (fields.equals(shown)) {
      return;
    }
    shown = Map.copyOf(fields);
    Labels.show(node, !fields.isEmpty());
    grid.getChildren().clear();
    int row = 0;
    for (var field : fields.entrySet()) {
      var name = Labels.of(Texts.line(field.getKey()), "label");
      GridPane.setValignment(name, VPos.TOP);
      grid.addRow(row++, name, Labels.wrapped(Texts.block(field.getValue()), "value"));
    }
  }
}
