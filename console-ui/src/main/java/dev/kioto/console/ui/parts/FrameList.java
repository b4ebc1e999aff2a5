package dev.kioto.console.ui.parts;

import dev.kioto.console.api.StackFrame;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A stack, a line a frame, the program's own frames before the others to the eye. Takes no place when it is empty. UI thread only.
public final class FrameList {
  private static final int MOST_FRAMES = 200;

  private final VBox node = new VBox();
  private List<StackFrame> shown = List.of();

  /// An empty list.
  public FrameList() {
    node.getStyleClass().add("stack");
    Labels.show(node, false);
  }

  /// The node to put in a pane.
  public Region node() {
    return node;
  }

  /// Shows frames, the innermost first; of very many, the first ones and how many more there are.
  public void show(List<StackFrame> frames) {
    if (frames.equals(shown)) {
      return;
    }
    shown = frames;
    var lines = frames.stream().limit(MOST_FRAMES).map(FrameList::line).collect(Collectors.toList());
    if (frames.size() > MOST_FRAMES) {
      lines.add(Labels.of((frames.size() - MOST_FRAMES) + " more frames: Copy takes them all.", "frame-more"));
    }
    node.getChildren().setAll(lines);
    Labels.show(node, !frames.isEmpty());
  }

  private static Node line(StackFrame frame) {
    var name = Labels.of(Frames.shortName(frame), "frame-name");
    name.setTextOverrun(OverrunStyle.ELLIPSIS);
    HBox.setHgrow(name, Priority.ALWAYS);
    name.setMaxWidth(Double.MAX_VALUE);
    var line = new HBox(10, name, Labels.rigid(Frames.place(frame), "frame-place"));
    line.getStyleClass().add("frame");
    if (!Frames.isOwn(frame)) {
      line.getStyleClass().add("dimmed");
    }
    name.setTooltip(Labels.tooltip(Frames.full(frame)));
    return line;
  }
}
