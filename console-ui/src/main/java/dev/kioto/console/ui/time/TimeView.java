package dev.kioto.console.ui.time;

import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import dev.kioto.console.ui.time.TimeViewModel.Mode;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// The time bar: which instant the window shows, the stretch that is kept with a handle on it, and the way back to the present. Of a recording
/// it plays and pauses. UI thread only.
public final class TimeView {
  private static final PseudoClass PAST = PseudoClass.getPseudoClass("past");

  private static final double LABEL_WIDTH = 218;
  private static final double RECORDING_WIDTH = 240;

  private final TimeViewModel model;
  private final TimeStrip strip;
  private final Label what = Labels.rigid("", "time-what");
  private final Label when = Labels.rigid("", "time-when");
  private final Label problem = Labels.of("", "time-problem");
  private final Button play = new Button();
  private final MenuButton speed = new MenuButton();
  private final Button live = new Button("Live");
  private final HBox label = new HBox(6, what, when);
  private final HBox node;

  /// @param after gives the keyboard back after a click
  public TimeView(TimeViewModel model, Theme theme, Runnable after) {
    this.model = model;
    strip = new TimeStrip(model, theme);
    what.setId("time-what");
    when.setId("time-when");
    problem.setId("time-problem");
    problem.setMouseTransparent(true);
    problem.setMaxWidth(Region.USE_PREF_SIZE);
    model.problem().subscribe(this::showProblem);
    button(play, "time-play", "Play or pause the recording (space)", () -> act(model::toggle, after));
    button(live, "time-live", "Return to the present (space)", () -> act(model::goLive, after));
    live.getStyleClass().add("last");
    speeds(after);
    var back = button(new Button("‹"), "time-back", "A second back (,), ten with Shift", () -> act(() -> model.step(-1),
        after));
    var on = button(new Button("›"), "time-on", "A second on (.), ten with Shift",
        () -> act(() -> model.step(1), after));
    var middle = new StackPane(strip, problem);
    StackPane.setAlignment(problem, Pos.CENTER_LEFT);
    HBox.setHgrow(middle, Priority.ALWAYS);
    label.setAlignment(Pos.CENTER_LEFT);
    node = new HBox(8, play, speed, label, back, middle, on, live);
    node.setId("time-bar");
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("time-bar");
    when.textProperty().bind(model.words());
    model.mode().subscribe(this::show);
    model.playback().subscribe(now -> speed.setText(now == null ? "" : TimeWords.speed(now.speed())));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  private void show(Mode mode) {
    boolean recording = mode == Mode.PLAYING || mode == Mode.HALTED;
    boolean away = mode == Mode.PAST || mode == Mode.STANDING;
    Labels.show(node, mode != Mode.NONE);
    Labels.show(play, recording);
    Labels.show(speed, recording);
    Labels.show(live, !recording);
    what.setText(switch (mode) {
      case NONE, LIVE -> "";
      case STANDING -> "Stands still at";
      case PAST -> "As of";
      case PLAYING -> "Plays at";
      case HALTED -> "Paused at";
    });
    play.setGraphic(Shapes.of(mode == Mode.PLAYING ? Shapes.PAUSE : Shapes.PLAY));
    play.setAccessibleText(mode == Mode.PLAYING ? "Pause the recording" : "Play the recording");
    live.pseudoClassStateChanged(Shapes.CHOSEN, mode == Mode.LIVE);
    Labels.show(what, mode != Mode.LIVE);
    // Of one width whatever it says: the handle stays where it was pressed.
    label.setMinWidth(recording ? RECORDING_WIDTH : LABEL_WIDTH);
    node.pseudoClassStateChanged(PAST, away);
    node.setAccessibleText(mode == Mode.LIVE ? "live" : what.getText().toLowerCase(Locale.ROOT));
  }

  private void showProblem(String text) {
    problem.setText(text);
    Labels.show(problem, !text.isEmpty());
    problem.setTooltip(text.isEmpty() ? null : Labels.tooltip(text));
  }

  private void speeds(Runnable after) {
    speed.setId("time-speed");
    speed.getStyleClass().add("quiet");
    speed.setMinWidth(Region.USE_PREF_SIZE);
    speed.setTooltip(Labels.tooltip("How much faster than it was recorded"));
    for (double one : TimeViewModel.SPEEDS) {
      var item = new MenuItem(TimeWords.speed(one));
      item.setOnAction(_ -> act(() -> model.speed(one), after));
      speed.getItems().add(item);
    }
  }

  private static void act(Runnable action, Runnable after) {
    action.run();
    after.run();
  }

  private static Button button(Button button, String id, String meaning, Runnable action) {
    button.setId(id);
    button.getStyleClass().addAll("link", "time-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip(meaning));
    button.setAccessibleText(meaning);
    button.setOnAction(_ -> action.run());
    return button;
  }
}
