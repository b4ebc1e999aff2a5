package dev.kioto.console.ui.status;

import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.tasks.TasksViewModel;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.time.TimeViewModel.Mode;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The line at the bottom: the connection, what was lost, what recording costs, and how fresh the rows are. UI thread only.
public final class StatusBar {
  private static final PseudoClass CONNECTED = PseudoClass.getPseudoClass("connected");
  private static final PseudoClass PAST = PseudoClass.getPseudoClass("past");
  private static final PseudoClass LOWERED = PseudoClass.getPseudoClass("lowered");
  private static final PseudoClass DISCONNECTED = PseudoClass.getPseudoClass("disconnected");

  private final HBox node;

  /// @param mode how the window stands to time
  /// @param message what the window has to say for itself (settings that were not understood); empty for nothing
  public StatusBar(StatusViewModel status, TasksViewModel tasks, ObservableValue<Mode> mode, String message) {
    var shape = Shapes.of(Shapes.RING);
    status.connection().subscribe(connection -> {
      boolean live = connection == StatusViewModel.Connection.LIVE;
      boolean lost = connection == StatusViewModel.Connection.NO_SERVER
          || connection == StatusViewModel.Connection.SHUT_OUT
          || connection == StatusViewModel.Connection.NO_TARGET_ANSWER;
      Shapes.become(shape, live ? Shapes.DISC : lost ? Shapes.CROSS : Shapes.RING);
      shape.pseudoClassStateChanged(CONNECTED, live);
      shape.pseudoClassStateChanged(DISCONNECTED, lost);
    });
    var connection = Labels.rigid("");
    connection.setId("connection");
    connection.textProperty().bind(status.text());

    var dropped = Labels.rigid("", "status-dropped");
    dropped.setId("dropped");
    dropped.textProperty().bind(status.dropped());
    dropped.setTooltip(Labels.tooltip("Events that the program or the collector lost since the program started: its "
        + "tasks' counts are too low by them. Nothing is dropped when all is well."));
    status.dropped().subscribe(text -> Labels.show(dropped, !text.isEmpty()));

    var recording = recording(status);

    var note = Labels.of(message, "status-message");
    Labels.show(note, !message.isEmpty());
    note.setTooltip(message.isEmpty() ? null : Labels.tooltip(message));

    var versions = Labels.of("", "status-message");
    versions.setId("versions");
    versions.textProperty().bind(status.versions());
    var hint = Labels.tooltip("");
    hint.textProperty().bind(status.versions());
    versions.setTooltip(hint);
    status.versions().subscribe(text -> Labels.show(versions, !text.isEmpty()));

    var freshness = Labels.rigid("", "status-time");
    freshness.setId("as-of");
    mode.subscribe(now -> freshness.pseudoClassStateChanged(PAST, now == Mode.PAST));
    freshness.textProperty()
        .bind(Bindings.createStringBinding(() -> freshness(status, tasks, mode.getValue()), tasks.asOf(),
            tasks.paused(), status.stale(), mode));
    var rows = Labels.rigid("");
    rows.textProperty().bind(Bindings.createStringBinding(() -> rows(tasks), tasks.request(), tasks.matched()));
    var interval = Labels.rigid("");
    interval.textProperty().bind(tasks.request().map(request -> "update " + request.intervalMillis() + " ms"));
    interval.visibleProperty().bind(tasks.asOf().isNotNull());

    node = new HBox(18, new HBox(7, shape, connection), dropped, recording, note, versions, Labels.spring(), freshness,
        rows,
        interval);
    ((HBox) node.getChildren().getFirst()).setAlignment(Pos.CENTER_LEFT);
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("status-bar");
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  private static Region recording(StatusViewModel status) {
    var sign = Shapes.of(Shapes.WARNING);
    var text = Labels.of("");
    text.textProperty().bind(status.recording());
    var hint = Labels.tooltip("");
    hint.textProperty().bind(status.recordingHint());
    text.setTooltip(hint);
    var whole = new HBox(5, sign, text);
    whole.setId("recording");
    whole.setAlignment(Pos.CENTER_LEFT);
    whole.getStyleClass().add("status-recording");
    status.recordingLowered().subscribe(lowered -> {
      whole.pseudoClassStateChanged(LOWERED, lowered);
      Labels.show(sign, lowered);
    });
    status.recording().subscribe(words -> Labels.show(whole, !words.isEmpty()));
    return whole;
  }

  private static String freshness(StatusViewModel status, TasksViewModel tasks, Mode mode) {
    var asOf = tasks.asOf().get();
    if (asOf == null) {
      return "";
    }
    var word = status.stale().get() && mode != Mode.PAST ? "stale" : switch (mode) {
      case NONE, LIVE -> "live";
      case STANDING, HALTED -> "paused";
      case PAST -> "past";
      case PLAYING -> "recording";
    };
    return "as of " + Instants.millis(asOf) + " · " + word;
  }

  private static String rows(TasksViewModel tasks) {
    WindowRequest request = tasks.request().get();
    long last = Math.min(tasks.matched().get(), (long) request.offset() + request.limit());
    return last <= 0 ? "" : "window " + Counts.text(request.offset() + 1L) + "–" + Counts.text(last);
  }
}
