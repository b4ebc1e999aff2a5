package dev.kioto.console.ui.window;

import dev.kioto.console.ui.overview.OverviewView;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.status.Banner;
import dev.kioto.console.ui.status.StatusBar;
import dev.kioto.console.ui.targets.TargetsView;
import dev.kioto.console.ui.task.TaskView;
import dev.kioto.console.ui.tasks.TasksView;
import dev.kioto.console.ui.theme.Theme;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The scene: top bar, targets at the left, cards, filter and table in the middle, the detail pane at the right, the
/// status bar at the bottom. UI thread only.
public final class ConsoleWindow {
  private static final double SIDE_WIDTH = 204;
  private static final double DETAIL_WIDTH = 366;
  private static final double LEAST_DETAIL_WIDTH = 360;

  private final Theme theme = new Theme();
  private final ConsoleViewModel model;
  private final TasksView tasks;
  private final TaskView task;
  private final SplitPane split = new SplitPane();
  private final Scene scene;

  /// @param message what the window has to say for itself at the start; empty for nothing
  public ConsoleWindow(ConsoleViewModel model, DesktopSettings settings, String message, double width,
      double height) {
    this.model = model;
    theme.setDark(settings.dark());
    tasks = new TasksView(model.tasks(), model::openDetail);
    task = new TaskView(model.task(), theme, () -> model.detailOpen().set(false));
    var help = new HelpOverlay();
    var overview = new OverviewView(model.overview(), theme);

    var middle = new VBox(new Banner(model.status()).node(), overview.node(), tasks.node());
    middle.getStyleClass().add("middle");
    middle.setMinWidth(380);
    VBox.setVgrow(tasks.node(), Priority.ALWAYS);
    task.node().setMinWidth(LEAST_DETAIL_WIDTH);
    task.node()
        .setPrefWidth(settings.detailWidth() > 0 ? Math.max(LEAST_DETAIL_WIDTH, settings.detailWidth()) : DETAIL_WIDTH);
    split.getItems().add(middle);
    SplitPane.setResizableWithParent(task.node(), false);

    var layout = new BorderPane(split);
    layout.setTop(new TopBar(model, theme, help::show, tasks::focus).node());
    layout.setLeft(new TargetsView(model.targets(), tasks::focus).node());
    layout.setBottom(new StatusBar(model.status(), model.tasks(), message).node());
    scene = new Scene(new StackPane(layout, help.node()), width, height);
    theme.install(scene);
    new Keys(scene, model, tasks, help).install();

    tasks.bindStale(model.status().stale());
    task.bindStale(model.status().stale());
    overview.bindStale(model.status().stale());
    model.detailOpen().set(settings.detailOpen());
    model.detailOpen().subscribe(this::showDetail);
    tasks.restore(settings);
  }

  /// Gives the keyboard to the table: call when the stage is shown.
  public void focus() {
    tasks.focus();
  }

  /// The scene to put on a stage.
  public Scene scene() {
    return scene;
  }

  /// What to remember, but for the frame, which is the stage's.
  public DesktopSettings settings(DesktopSettings.Frame frame) {
    return new DesktopSettings(theme.colors().dark(), frame, tasks.columns(),
        model.tasks().sortColumn().get().name(), model.tasks().descending().get(), model.detailOpen().get(),
        task.node().getWidth());
  }

  private void showDetail(boolean open) {
    if (!open) {
      task.node().setPrefWidth(Math.max(LEAST_DETAIL_WIDTH, task.node().getWidth()));
      split.getItems().remove(task.node());
      tasks.focus();
    } else if (!split.getItems().contains(task.node())) {
      split.getItems().add(task.node());
      placeDivider();
    }
  }

  private void placeDivider() {
    double width = split.getWidth() > 0 ? split.getWidth() : scene.getWidth() - SIDE_WIDTH;
    split.setDividerPositions(1 - task.node().getPrefWidth() / width);
  }
}
