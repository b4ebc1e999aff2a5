package dev.kioto.console.ui.task;

import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.api.Task;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import java.time.Instant;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How often the task was polled and woken, and its wakers.
final class CountSection {
  private final Label polls = value();
  private final Label wakes = value();
  private final Label selfWakes = value();
  private final Label lastWake = value();
  private final Label wakers = value();
  private final Label clones = value();
  private final Label drops = value();
  private final Label created = value();
  private final VBox node;

  CountSection() {
    var grid = new GridPane();
    grid.getStyleClass().add("numbers");
    grid.setHgap(10);
    grid.setVgap(4);
    var label = new ColumnConstraints();
    label.setMinWidth(Region.USE_PREF_SIZE);
    var stretch = new ColumnConstraints();
    stretch.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(label, stretch, label, new ColumnConstraints());
    row(grid, 0, "polls", polls, "wakers", wakers);
    row(grid, 1, "wakes", wakes, "clones", clones);
    row(grid, 2, "self wakes", selfWakes, "drops", drops);
    row(grid, 3, "last woken", lastWake, "spawned", created);
    node = Section.of("POLLS AND WAKES", new Region(), grid);
  }

  Region node() {
    return node;
  }

  void show(Task task, Instant asOf) {
    polls.setText(Counts.text(task.polls()));
    wakes.setText(Counts.text(task.wakes()));
    selfWakes.setText(task.selfWakes() == 0 ? "0"
        : Counts.text(task.selfWakes()) + " (" + Counts.share(task.selfWakes(), task.wakes()) + ')');
    var woken = task.lastWakeAt();
    lastWake.setText(woken == null ? "never" : Instants.ago(woken, asOf));
    wakers.setText(Counts.text(task.wakerCount()));
    clones.setText(Counts.text(task.wakerClones()));
    drops.setText(Counts.text(task.wakerDrops()));
    created.setText(Instants.seconds(task.createdAt()));
  }

  private static void row(GridPane grid, int row, String left, Label leftValue, String right, Label rightValue) {
    grid.addRow(row, Terms.explained(Labels.of(left, "label")), leftValue, Terms.explained(Labels.of(right, "label")),
        rightValue);
  }

  private static Label value() {
    return Labels.rigid("", "value");
  }
}
