package dev.kioto.console.ui.task;

import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.StateLook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Lines that lead somewhere else. A line stays the same node, and keeps the keyboard, as long as it is about the same. UI thread only.
final class RelationList {
  private final Consumer<RelationRow> open;
  private final VBox node = new VBox(1);
  private final Map<String, Line> lines = new HashMap<>();

  /// @param open is told of a line that is clicked on
  RelationList(Consumer<RelationRow> open) {
    this.open = open;
  }

  Region node() {
    return node;
  }

  void show(List<RelationRow> rows) {
    var nodes = rows.stream().map(row -> {
      var line = lines.computeIfAbsent(row.key(), _ -> new Line(open));
      line.show(row);
      return (Node) line.node;
    }).toList();
    lines.keySet().retainAll(rows.stream().map(RelationRow::key).toList());
    if (!node.getChildren().equals(nodes)) {
      node.getChildren().setAll(nodes);
    }
  }

  /// Is not cut before what stands beside it, unless it is very long.
  private static final class Link extends Button {
    private static final double LEAST = 190;

    @Override
    protected double computeMinWidth(double height) {
      return Math.min(LEAST, computePrefWidth(height));
    }
  }

  private static final class Line {
    private final Region shape = Shapes.of(Shapes.PAUSE);
    private final Button link = new Link();
    private final Label note = Labels.of("", "explanation");
    private final HBox node = new HBox(6, shape, link, note);
    private @Nullable RelationRow shown;

    private Line(Consumer<RelationRow> open) {
      node.setAlignment(Pos.CENTER_LEFT);
      node.getStyleClass().add("relation");
      link.getStyleClass().addAll("link", "relation-link");
      HBox.setHgrow(note, Priority.ALWAYS);
      note.setMinWidth(40);
      link.setOnAction(_ -> {
        if (shown != null) {
          open.accept(shown);
        }
      });
    }

    private void show(RelationRow row) {
      if (row.equals(shown)) {
        return;
      }
      shown = row;
      var state = row.state();
      Labels.show(shape, state != null);
      if (state != null) {
        Shapes.become(shape, StateLook.shape(state));
        StateLook.apply(node, state);
      }
      Labels.show(link, !row.text().isEmpty());
      link.setText(Texts.line(row.text()));
      link.setDisable(row.to() == RelationRow.To.NOTHING);
      note.setText(Texts.line(row.note()));
      note.setTooltip(Labels.tooltip(row.text() + (row.text().isEmpty() ? "" : " ") + row.note()));
      link.setAccessibleText(row.text() + ", " + row.note());
    }
  }
}
