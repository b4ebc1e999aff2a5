package dev.kioto.console.ui.task;

import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.api.Task;
import dev.kioto.console.ui.chart.TimeBar;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How the task's lifetime divides: a bar, and the numbers with their shares.
final class TimeSection {
  private final TimeBar bar;
  private final Label total = Labels.rigid("", "section-note");
  private final Label busy = number();
  private final Label scheduled = number();
  private final Label idle = number();
  private final Label busyShare = share();
  private final Label scheduledShare = share();
  private final Label idleShare = share();
  private final VBox node;

  TimeSection(Theme theme) {
    bar = new TimeBar(theme);
    var grid = new GridPane();
    grid.getStyleClass().add("numbers");
    grid.setHgap(10);
    grid.setVgap(4);
    var stretch = new ColumnConstraints();
    stretch.setHgrow(Priority.ALWAYS);
    var right = new ColumnConstraints(78, 90, Region.USE_PREF_SIZE);
    right.setHalignment(HPos.RIGHT);
    var rightShare = new ColumnConstraints(56, 60, Region.USE_PREF_SIZE);
    rightShare.setHalignment(HPos.RIGHT);
    grid.getColumnConstraints().addAll(new ColumnConstraints(), stretch, right, rightShare);
    grid.addRow(0, swatch("running"), Terms.explained(Labels.of("busy", "label")), busy, busyShare);
    grid.addRow(1, swatch("scheduled"), Terms.explained(Labels.of("scheduled", "label")), scheduled, scheduledShare);
    grid.addRow(2, swatch("idle"), Terms.explained(Labels.of("idle", "label")), idle, idleShare);
    node = Section.of("TIME", total, bar, grid);
  }

  Region node() {
    return node;
  }

  void show(Task task) {
    bar.show(task.busyNanos(), task.scheduledNanos(), task.idleNanos());
    total.setText((task.droppedAt() == null ? "alive for " : "lived ") + Durations.text(task.totalNanos()));
    busy.setText(Durations.cell(task.busyNanos()));
    scheduled.setText(Durations.cell(task.scheduledNanos()));
    idle.setText(Durations.cell(task.idleNanos()));
    busyShare.setText(Counts.share(task.busyNanos(), task.totalNanos()));
    scheduledShare.setText(Counts.share(task.scheduledNanos(), task.totalNanos()));
    idleShare.setText(Counts.share(task.idleNanos(), task.totalNanos()));
  }

  private static Label number() {
    return Labels.rigid("", "value");
  }

  private static Label share() {
    return Labels.rigid("", "value", "secondary");
  }

  private static Region swatch(String tone) {
    var swatch = new Region();
    swatch.getStyleClass().addAll("swatch", tone);
    return swatch;
  }
}
