package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What is under the pointer, in words beside it. UI thread only.
public final class LaneHint {
  private static final double OFFSET = 14;
  private static final String[] LENGTHS = {"<100 µs", "<1 ms", "<10 ms", "<100 ms", "longer"};

  private final VBox node = new VBox(2);

  /// @param id of its node
  public LaneHint(String id) {
    node.getStyleClass().add("lane-hint");
    node.setId(id);
    node.setManaged(false);
    node.setVisible(false);
    node.setMouseTransparent(true);
  }

  /// The node to put over the lanes.
  public Region node() {
    return node;
  }

  /// Says nothing.
  public void hide() {
    node.setVisible(false);
  }

  /// Explains what is at a place of a drawing; nothing is there when it is null.
  public void show(@Nullable LaneHit hit, double x, double y, Region drawing) {
    node.setVisible(hit != null);
    if (hit == null) {
      return;
    }
    var lines = hit.explain();
    node.getChildren().clear();
    for (int i = 0; i < lines.size(); i++) {
      node.getChildren().add(Labels.of(lines.get(i), i == 0 ? "lane-hint-title" : "view-note"));
    }
    if (hit.task() != null) {
      node.getChildren().add(Labels.of("click opens the task", "help-note"));
    }
    node.applyCss();
    node.autosize();
    double left = x + OFFSET + node.getWidth() > drawing.getWidth() ? x - OFFSET - node.getWidth() : x + OFFSET;
    double above = y + OFFSET + node.getHeight() > drawing.getHeight() ? y - OFFSET - node.getHeight() : y + OFFSET;
    node.relocate(Math.max(0, left), Math.max(0, above));
  }

  /// What the colours of durations mean.
  public static Region legend() {
    var legend = new HBox(5);
    legend.setAlignment(Pos.CENTER_LEFT);
    for (int i = 0; i < LENGTHS.length; i++) {
      var swatch = new Region();
      swatch.getStyleClass().addAll("swatch", "duration-" + i);
      legend.getChildren().addAll(swatch, Labels.rigid(LENGTHS[i], "view-note"));
    }
    return legend;
  }
}
