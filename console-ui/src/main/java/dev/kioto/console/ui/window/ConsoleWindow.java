package dev.kioto.console.ui.window;

import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.charts.ChartsView;
import dev.kioto.console.ui.commands.CommandPalette;
import dev.kioto.console.ui.commands.CommandsViewModel;
import dev.kioto.console.ui.diagnoses.DiagnosesView;
import dev.kioto.console.ui.graphs.GraphsView;
import dev.kioto.console.ui.lab.LabView;
import dev.kioto.console.ui.lab.LabViewModel;
import dev.kioto.console.ui.overview.OverviewView;
import dev.kioto.console.ui.pictures.PictureMenu;
import dev.kioto.console.ui.pictures.PictureNotice;
import dev.kioto.console.ui.pictures.PicturesViewModel;
import dev.kioto.console.ui.pictures.Rasters;
import dev.kioto.console.ui.resources.ResourcesView;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.status.Banner;
import dev.kioto.console.ui.status.StatusBar;
import dev.kioto.console.ui.targets.TargetPanel;
import dev.kioto.console.ui.targets.TargetsView;
import dev.kioto.console.ui.task.TaskView;
import dev.kioto.console.ui.tasks.TasksView;
import dev.kioto.console.ui.theme.Appearance;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Magnifier;
import dev.kioto.console.ui.theme.Theme;
import dev.kioto.console.ui.time.TimeView;
import dev.kioto.console.ui.workers.WorkersView;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The scene: top bar, targets and views at the left, cards and the chosen view in the middle, the detail pane at the right, the
/// status bar at the bottom. UI thread only.
public final class ConsoleWindow {
  // Names in the settings file.
  private static final String TASKS = "tasks";
  private static final String RESOURCES = "resources";
  private static final double PICTURE_SCALE = 2;
  private static final double PANEL_TOP = 44;
  private static final double PANEL_BOTTOM = 28;

  private final Theme theme = new Theme();
  private final ConsoleViewModel model;
  private final TasksView tasks;
  private final TaskView task;
  private final DiagnosesView diagnoses;
  private final ResourcesView resources;
  private final WorkersView workers;
  private final ChartsView charts;
  private final GraphsView graphs;
  private final LabView lab;
  private final TargetsView targets;
  private final HelpOverlay help;
  private final CommandsViewModel commands;
  private final Panes panes;
  private final Scene scene;
  private final RecordingFiles recordings;
  // Kept here: what they listen to does not hold them.
  private final Visibility visibility;
  private final Staleness staleness;
  private Function<String, @Nullable Path> chooser;
  private Function<String, @Nullable Path> reportChooser;
  private Consumer<Path> folders = _ -> {};
  private boolean themeChosen; // by a person, as opposed to the desktop's preference

  /// @param message what the window has to say for itself at the start; empty for nothing
  public ConsoleWindow(ConsoleViewModel model, DesktopSettings settings, String message, double width,
      double height) {
    this.model = model;
    themeChosen = settings.theme() != null;
    theme.take(Objects.requireNonNullElseGet(settings.theme(), ConsoleWindow::preferred));
    theme.appearance().subscribe((_, _) -> themeChosen = true);
    theme.setScale(settings.scale());
    tasks = new TasksView(model.tasks(), model.groups(), model.taskCompletion(), model::openDetail, model::openGroup);
    var links = new Links(model, this::thenFocus);
    task = new TaskView(model.task(), theme, () -> model.detailOpen().set(false), links);
    diagnoses = new DiagnosesView(model.diagnoses(), (id, _) -> model.openTask(id),
        diagnosis -> thenFocus(() -> model.goToRaised(diagnosis)));
    resources = new ResourcesView(model.resources(), model.resourceCompletion(), model::openTask);
    workers = new WorkersView(model.workers(), model.lanes(), model.level(), theme, model::openTask);
    charts = new ChartsView(model.charts(), model.diagnoses(), theme, diagnosis -> {
      model.diagnoses().choose(diagnosis);
      model.view().set(View.DIAGNOSES);
    }, model.time()::choose);
    graphs = new GraphsView(model.graphs(), model::openTask, links::openResource);
    lab = new LabView(model.lab(), theme, (file, at) -> thenFocus(() -> model.openRun(file, at)), this::saveReport);
    var actions = new Actions(model, this);
    commands = new CommandsViewModel(actions::commands);
    help = new HelpOverlay();
    var overview = new OverviewView(model.overview(), theme);

    var views = new StackPane(charts.node(), tasks.node(), diagnoses.node(), resources.node(), workers.node(),
        graphs.node(), lab.node(), new NotKept(model).node());
    var middle = new VBox(new Banner(model.status()).node(), new PictureNotice(model.pictures()).node(),
        overview.node(), views);
    middle.getStyleClass().add("middle");
    VBox.setVgrow(views, Priority.ALWAYS);
    targets = new TargetsView(model.targets(), new ViewList(model, this::focus).node());
    panes = new Panes(model, targets.node(), middle, task.node(), settings.detailWidth(), this::focus);

    var layout = new BorderPane(panes.node());
    var time = new StackPane(new TimeView(model.time(), theme, this::focus).node());
    layout.setTop(new VBox(new TopBar(model, theme, commands::show, help::show, folder -> folders.accept(folder),
        this::focus).node(), time));
    layout.setLeft(targets.node());
    layout.setBottom(new StatusBar(model.status(), model.tasks(), model.time().mode(), message).node());
    var panel = new TargetPanel(model.targets().panel(), model.targets()::detach).node();
    StackPane.setAlignment(panel, Pos.TOP_LEFT);
    targets.node().visibleProperty().subscribe(shown -> StackPane.setMargin(panel,
        new Insets(PANEL_TOP, 0, PANEL_BOTTOM, shown ? Panes.SIDE_WIDTH : 0)));
    var whole = new StackPane(layout, panel, help.node(), new CommandPalette(commands).node());
    scene = new Scene(new Magnifier(whole, theme), width, height);
    visibility = new Visibility(scene);
    theme.install(scene);
    recordings = new RecordingFiles(scene, model::openRecording);
    chooser = suggestion -> PictureMenu.ask(scene.getWindow(), suggestion);
    reportChooser = this::askReport;
    PictureMenu.install(scene, node -> save("graph".equals(node.getId()) ? graphs.drawing() : node));
    new Keys(scene, model.view()::get, actions::perform, this::focus, new Over()).install();

    staleness = new Staleness(model.status().stale(), model.time().instant(), model.time().reading());
    var stale = staleness.stale();
    tasks.bindStale(stale);
    task.bindStale(stale);
    diagnoses.bindStale(stale);
    resources.bindStale(stale);
    workers.bindStale(stale);
    charts.bindStale(model.status().stale());
    graphs.bindStale(stale);
    overview.bindStale(stale);
    model.detailOpen().set(settings.detailOpen());
    panes.follow(scene, theme);
    tasks.restore(settings.table(TASKS));
    resources.restore(settings.table(RESOURCES));
    model.view().subscribe(view -> {
      Labels.show(charts.node(), view == View.OVERVIEW);
      Labels.show(tasks.node(), view == View.TASKS);
      Labels.show(diagnoses.node(), view == View.DIAGNOSES);
      Labels.show(resources.node(), view == View.RESOURCES);
      Labels.show(workers.node(), view == View.WORKERS);
      Labels.show(graphs.node(), view == View.GRAPHS);
      Labels.show(lab.node(), view == View.LAB);
      // The lab is of the server: what is of the target, and its time, would only take room there.
      Labels.show(overview.node(), view != View.LAB);
      Labels.show(time, view != View.LAB);
      tellSeen();
    });
    visibility.seen().subscribe((_, _) -> tellSeen());
  }

  /// Gives the keyboard to the view: call when the stage is shown.
  public void focus() {
    switch (model.view().get()) {
      case OVERVIEW -> charts.focus();
      case TASKS -> tasks.focus();
      case DIAGNOSES -> diagnoses.focus();
      case RESOURCES -> resources.focus();
      case WORKERS -> workers.focus();
      case GRAPHS -> graphs.focus();
      case LAB -> lab.focus();
    }
  }

  private void tellSeen() {
    boolean seen = visibility.seen().getValue();
    charts.setOnScreen(seen && model.view().get() == View.OVERVIEW);
    workers.setOnScreen(seen && model.view().get() == View.WORKERS);
  }

  /// What lies over the window, for the keyboard. The palette leaves by its own keys.
  private final class Over implements Keys.Overlays {
    @Override
    public boolean isAny() {
      return help.isShown() || commands.open().get();
    }

    @Override
    public boolean leave() {
      boolean shown = help.isShown();
      help.hide();
      return shown;
    }
  }

  private static Appearance preferred() {
    var preferences = Platform.getPreferences();
    return Appearance.preferred(preferences.getColorScheme() == ColorScheme.DARK, preferences);
  }

  Theme theme() {
    return theme;
  }

  GraphsView graphs() {
    return graphs;
  }

  void showCommands() {
    commands.show();
  }

  void showHelp() {
    help.show();
  }

  /// Saves what the view draws.
  void savePicture() {
    switch (model.view().get()) {
      case OVERVIEW -> save(charts.drawing());
      case WORKERS -> save(workers.drawing());
      case GRAPHS -> save(graphs.drawing());
      case LAB -> {
        if (model.lab().content().get() == LabViewModel.Content.EXPERIMENT) {
          save(lab.drawing());
        }
      }
      case TASKS, DIAGNOSES, RESOURCES -> {
      }
    }
  }

  /// Saves the report of the opened experiment.
  void saveReport() {
    var name = lab.reportName();
    var file = name == null ? null : reportChooser.apply(name);
    if (file != null) {
      model.lab().saveReport(file);
    }
  }

  private void save(Node what) {
    var name = what instanceof Drawing drawing ? drawing.pictureName() : "graph";
    var target = model.targets().chosen().get();
    var file = chooser.apply(
        PicturesViewModel.suggestion(target == null ? "kioto" : target.name(), name,
            LocalDateTime.now(ZoneId.systemDefault())));
    if (file != null) {
      model.pictures().save(file, what instanceof Drawing drawing ? Rasters.of(drawing.picture(PICTURE_SCALE))
          : Rasters.of(graphs.drawing(), PICTURE_SCALE / graphs.drawing().getTransforms().getFirst().getMxx(),
              theme.colors().page()));
    }
  }

  /// Asks another way for the file of a picture than by the desktop's dialog.
  ///
  /// @param newChooser gets a name for it, and answers null for none
  public void choosePicturesBy(Function<String, @Nullable Path> newChooser) {
    chooser = newChooser;
  }

  private @Nullable Path askReport(String suggestion) {
    var dialog = new FileChooser();
    dialog.setTitle("Save the report");
    dialog.setInitialFileName(suggestion);
    dialog.getExtensionFilters().setAll(new FileChooser.ExtensionFilter("HTML", "*.html"));
    var file = dialog.showSaveDialog(scene.getWindow());
    return file == null ? null : file.toPath();
  }

  /// Asks another way for the file of a report than by the desktop's dialog.
  ///
  /// @param newChooser gets a name for it, and answers null for none
  public void chooseReportsBy(Function<String, @Nullable Path> newChooser) {
    reportChooser = newChooser;
  }

  /// Shows folders of this machine some way. Nothing happens before this is called.
  public void showFoldersBy(Consumer<Path> shower) {
    folders = shower;
  }

  void focusAddress() {
    targets.focusAddress();
  }

  void focusFilter() {
    if (model.view().get() == View.RESOURCES) {
      resources.focusFilter();
    } else {
      model.view().set(View.TASKS);
      tasks.focusFilter();
    }
  }

  // Space is for time then, and not for the button once more.
  private void thenFocus(Runnable work) {
    work.run();
    focus();
  }

  void chooseRecording() {
    recordings.choose();
  }

  /// The scene to put on a stage.
  public Scene scene() {
    return scene;
  }

  /// What to remember, but for the frame, which is the stage's.
  public DesktopSettings settings(DesktopSettings.Frame frame) {
    return new DesktopSettings(themeChosen ? theme.appearance().get() : null, theme.scale().get(), frame,
        Map.of(TASKS, tasks.table(), RESOURCES, resources.table()), model.detailOpen().get(), panes.detailWidth());
  }
}
