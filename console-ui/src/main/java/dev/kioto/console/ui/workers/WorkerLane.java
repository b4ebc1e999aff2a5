package dev.kioto.console.ui.workers;

import dev.kioto.console.api.Worker;
import dev.kioto.console.ui.chart.Sparkline;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One worker: its name and how busy it is, the course of that, what it does now, and its numbers.
final class WorkerLane {
  private static final PseudoClass LONG = PseudoClass.getPseudoClass("long");
  private static final PseudoClass POLLING = PseudoClass.getPseudoClass("polling");
  private static final long LONG_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Label name = Labels.of("", "worker-name");
  private final Label busy = Labels.of("", "worker-note");
  private final Region shape = Shapes.of(Shapes.PAUSE);
  private final Label doing = Labels.of("", "worker-doing");
  private final Button task = new Button();
  private final Label queue = number("Tasks in its own queue.");
  private final Label polls = number("Polls a second.");
  private final Label steals = number("Tasks a second that it took from other workers.");
  private final Label parks = number("Times a second that it went to sleep.");
  private final Label trouble = Labels.of("", "worker-trouble");
  private final Sparkline busyCourse;
  private final Sparkline queueCourse;
  private final HBox node;
  private String taskId = "";

  /// @param openTask is told the id of the task that is clicked on
  WorkerLane(Theme theme, Consumer<String> openTask) {
    busyCourse = new Sparkline(theme, Tone.RUNNING, WorkersViewModel.POINTS).between(0, 1);
    queueCourse = new Sparkline(theme, Tone.SCHEDULED, WorkersViewModel.POINTS);
    var who = new VBox(1, name, busy);
    who.setMinWidth(96);
    who.setPrefWidth(96);
    who.setAlignment(Pos.CENTER_LEFT);
    task.getStyleClass().addAll("link", "worker-task");
    task.setOnAction(_ -> openTask.accept(taskId));
    var now = new HBox(6, shape, doing, task);
    now.setAlignment(Pos.CENTER_LEFT);
    var state = new VBox(1, now, trouble);
    state.setAlignment(Pos.CENTER_LEFT);
    state.setMinWidth(160);
    HBox.setHgrow(state, Priority.ALWAYS);
    var queueBox = new HBox(4, framed(queueCourse, 74), queue);
    queueBox.setAlignment(Pos.CENTER_LEFT);
    node = new HBox(12, who, framed(busyCourse, 150), state, queueBox, polls, steals, parks);
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("worker-lane");
  }

  Region node() {
    return node;
  }

  private static Region framed(Sparkline course, double width) {
    course.setMinSize(0, 0);
    course.setPrefSize(width, 34);
    var frame = new StackPane(course);
    frame.setMinSize(width, 34);
    frame.setPrefSize(width, 34);
    frame.setMaxSize(width, 34);
    frame.getStyleClass().add("worker-course");
    return frame;
  }

  private static Label number(String meaning) {
    var label = Labels.rigid("", "worker-number");
    label.setTooltip(Labels.tooltip(meaning));
    label.setMinWidth(58);
    label.setPrefWidth(58);
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }

  void show(WorkerRow row) {
    var worker = row.worker();
    name.setText("worker " + worker.index());
    name.setTooltip(Labels.tooltip(worker.threadName() + " of runtime " + worker.runtimeName()));
    busy.setText(Double.isNaN(row.busy()) ? "" : "busy " + Counts.share(Math.round(row.busy() * 1_000), 1_000));
    showState(worker, row.pollNanos());
    trouble.setText(trouble(worker));
    Labels.show(trouble, !trouble.getText().isEmpty());
    queue.setText(Counts.text(worker.localQueueDepth()));
    polls.setText(rate(row.pollRate()));
    steals.setText(rate(row.stealRate()));
    parks.setText(rate(row.parkRate()));
    busyCourse.show(row.busyCourse());
    queueCourse.show(row.queueCourse());
    node.setAccessibleText(name.getText() + ", " + busy.getText() + ", " + doing.getText() + ' ' + task.getText());
  }

  private void showState(Worker worker, long pollNanos) {
    boolean polls = worker.state() == Worker.State.POLLING || worker.state() == Worker.State.STUCK;
    var current = worker.currentTask();
    Shapes.become(shape, polls ? Shapes.PLAY : worker.state() == Worker.State.STOPPED ? Shapes.SQUARE : Shapes.PAUSE);
    shape.pseudoClassStateChanged(POLLING, polls);
    doing.setText(switch (worker.state()) {
      case PARKED -> "parked";
      case SEARCHING -> "looks for work";
      case POLLING -> "polls";
      case STUCK -> "is stuck in";
      case STOPPED -> "stopped";
      case UNKNOWN -> "unknown";
    });
    taskId = polls && current != null ? current : "";
    task.setText(
        taskId.isEmpty() ? "" : "task #" + taskId + (pollNanos < 0 ? "" : " for " + Durations.text(pollNanos)));
    Labels.show(task, !taskId.isEmpty());
    node.pseudoClassStateChanged(LONG, !taskId.isEmpty() && pollNanos >= LONG_POLL_NANOS);
  }

  private static String trouble(Worker worker) {
    if (worker.pinned()) {
      return "its task waits and is pinned: nothing else can run on it";
    }
    int given = worker.handedOverPolls().size();
    return given == 0 ? "" : Counts.of(given, "poll") + " handed over to other threads go on beside it";
  }

  private static String rate(double perSecond) {
    return Double.isNaN(perSecond) ? "–" : Counts.compact(perSecond);
  }
}
