package dev.kioto.console.ui.window;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.charts.ChartsViewModel;
import dev.kioto.console.ui.completion.CompletionViewModel;
import dev.kioto.console.ui.diagnoses.DiagnosesViewModel;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.lanes.LaneHit;
import dev.kioto.console.ui.lanes.LanesViewModel;
import dev.kioto.console.ui.graphs.GraphsViewModel;
import dev.kioto.console.ui.groups.GroupBy;
import dev.kioto.console.ui.groups.GroupsViewModel;
import dev.kioto.console.ui.lab.LabViewModel;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.overview.OverviewViewModel;
import dev.kioto.console.ui.pictures.PicturesViewModel;
import dev.kioto.console.ui.recording.RecordingViewModel;
import dev.kioto.console.ui.resources.ResourceColumn;
import dev.kioto.console.ui.resources.ResourcesViewModel;
import dev.kioto.console.ui.status.StatusViewModel;
import dev.kioto.console.ui.targets.LevelViewModel;
import dev.kioto.console.ui.targets.TargetsViewModel;
import dev.kioto.console.ui.task.TaskViewModel;
import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.tasks.TasksViewModel;
import dev.kioto.console.ui.time.TimeViewModel;
import dev.kioto.console.ui.workers.WorkersViewModel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// Joins the parts of the window: hands the server's news to those whom they concern, and what one part chooses to the
/// others. UI thread only.
public final class ConsoleViewModel {
  /// The version of the window; `dev` when it is run from classes.
  static final String VERSION = Objects
      .requireNonNullElse(ConsoleViewModel.class.getPackage().getImplementationVersion(), "dev");

  private final ConsoleCommands commands;
  private final TargetsViewModel targets;
  private final OverviewViewModel overview = new OverviewViewModel();
  private final TasksViewModel tasks = new TasksViewModel();
  private final GroupsViewModel groups;
  private final TaskViewModel task;
  private final DiagnosesViewModel diagnoses;
  private final ResourcesViewModel resources;
  private final GraphsViewModel graphs;
  private final LevelViewModel level;
  private final WorkersViewModel workers = new WorkersViewModel();
  private final LanesViewModel lanes;
  private final ChartsViewModel charts;
  private final TimeViewModel time;
  private final RecordingViewModel recording;
  private final CompletionViewModel taskCompletion;
  private final CompletionViewModel resourceCompletion;
  private final PicturesViewModel pictures;
  private final LabViewModel lab;
  private final ObjectProperty<View> view = new SimpleObjectProperty<>(View.TASKS);
  private final StatusViewModel status;
  private final BooleanProperty detailOpen = new SimpleBooleanProperty(true);
  private final NewsRouter router = new NewsRouter(this);
  private @Nullable Target shown;
  private @Nullable AwaitedRun awaitedRun;
  // While a target is exchanged for another, requests are part of the watching and need no move.
  private boolean switching;

  /// The recording of a run that is being opened for a task.
  private record AwaitedRun(String address, LaneHit at) {}

  /// A window that shows nothing yet.
  ///
  /// @param server the server's address, for people
  public ConsoleViewModel(ConsoleCommands commands, String server) {
    this.commands = commands;
    targets = new TargetsViewModel(commands);
    level = new LevelViewModel(commands);
    groups = new GroupsViewModel(commands);
    task = new TaskViewModel(commands);
    diagnoses = new DiagnosesViewModel(commands);
    resources = new ResourcesViewModel(commands);
    lanes = new LanesViewModel(commands);
    charts = new ChartsViewModel(commands);
    pictures = new PicturesViewModel(commands);
    lab = new LabViewModel(commands, targets.targets());
    graphs = new GraphsViewModel(commands);
    time = new TimeViewModel(commands, InstantSource.system());
    recording = new RecordingViewModel(commands);
    taskCompletion = new CompletionViewModel(commands, "tasks");
    resourceCompletion = new CompletionViewModel(commands, "resources");
    status = new StatusViewModel(server);
    targets.chosen().subscribe(this::show);
    tasks.request().subscribe(request -> {
      if (!switching) {
        commands.move(request);
      }
    });
    tasks.filterText().subscribe(groups::filter);
    tasks.chosen().subscribe(task::choose);
    tasks.asOf().subscribe(status::asOf);
    time.mode().subscribe(mode -> stand(mode == TimeViewModel.Mode.STANDING));
    time.instant().subscribe(this::showInstant);
    task.shownId().subscribe(graphs::setTask);
    view.subscribe(now -> {
      resources.list().setLookedAt(now == View.RESOURCES);
      groups.list().setLookedAt(now == View.TASKS);
      lanes.setLookedAt(now == View.WORKERS);
      charts.setLookedAt(now == View.OVERVIEW);
      graphs.setLookedAt(now == View.GRAPHS);
      lab.setLookedAt(now == View.LAB);
    });
  }

  /// The list of targets.
  public TargetsViewModel targets() {
    return targets;
  }

  /// How much the shown target records.
  public LevelViewModel level() {
    return level;
  }

  /// The cards.
  public OverviewViewModel overview() {
    return overview;
  }

  /// The table.
  public TasksViewModel tasks() {
    return tasks;
  }

  /// The tasks in groups.
  public GroupsViewModel groups() {
    return groups;
  }

  /// Lists the tasks of the chosen group.
  public void openGroup() {
    var chosen = groups.list().chosen().get();
    var by = groups.by().get();
    if (chosen != null && by != GroupBy.NONE) {
      groups.by().set(GroupBy.NONE);
      tasks.narrow(by.field(), chosen.key());
    }
  }

  /// The detail pane.
  public TaskViewModel task() {
    return task;
  }

  /// What is wrong.
  public DiagnosesViewModel diagnoses() {
    return diagnoses;
  }

  /// What tasks wait for.
  public ResourcesViewModel resources() {
    return resources;
  }

  /// Who waits for, wakes and has spawned whom.
  public GraphsViewModel graphs() {
    return graphs;
  }

  /// Who polls them.
  public WorkersViewModel workers() {
    return workers;
  }

  /// What they did, event by event.
  public LanesViewModel lanes() {
    return lanes;
  }

  /// The figures over time.
  public ChartsViewModel charts() {
    return charts;
  }

  /// Which instant is shown.
  public TimeViewModel time() {
    return time;
  }

  /// The recording of the shown target that is being made.
  public RecordingViewModel recording() {
    return recording;
  }

  /// Opens the file of a recording as a target.
  public void openRecording(Path file) {
    targets.attach("file:" + file.toAbsolutePath());
  }

  /// How the filter of tasks could go on.
  public CompletionViewModel taskCompletion() {
    return taskCompletion;
  }

  /// How the filter of resources could go on.
  public CompletionViewModel resourceCompletion() {
    return resourceCompletion;
  }

  /// Drawings as files.
  public PicturesViewModel pictures() {
    return pictures;
  }

  /// Experiments, and what comes of them.
  public LabViewModel lab() {
    return lab;
  }

  /// Opens the recording of a run as a target, and shows its figures, or a task.
  ///
  /// @param file on the server's machine
  /// @param at a poll of the task, as of which it is shown; null for the figures
  public void openRun(String file, @Nullable LaneHit at) {
    awaitedRun = at == null ? null : new AwaitedRun("file:" + file, at);
    targets.attach("file:" + file);
    view.set(at == null ? View.OVERVIEW : View.TASKS);
  }

  /// Learns that a target has just been attached, which is shown now.
  void attached(Target target) {
    var run = awaitedRun;
    awaitedRun = null;
    if (run == null || !run.address().equals(target.address())) {
      return;
    }
    var task = run.at().task();
    time.chooseRaised(Instants.ofNanos(run.at().start()));
    if (task != null) {
      openTask(task.id());
    }
  }

  /// What the middle of the window shows.
  public ObjectProperty<View> view() {
    return view;
  }

  /// The status bar and the banner.
  public StatusViewModel status() {
    return status;
  }

  /// Whether the detail pane is open.
  public BooleanProperty detailOpen() {
    return detailOpen;
  }

  /// Opens the detail pane; the first visible task is chosen when none is.
  public void openDetail() {
    detailOpen.set(true);
    if (tasks.chosen().get() == null) {
      tasks.move(0);
    }
  }

  /// Shows a task in the detail pane, whether or not it is among the rows of the table.
  public void openTask(String taskId) {
    if (view.get() == View.LAB) {
      view.set(View.TASKS); // the lab leaves no room for a task
    }
    tasks.chooseNone();
    task.open(taskId);
    detailOpen.set(true);
  }

  /// Shows the diagnosis that a warning of the task in the detail pane comes from.
  public void openEvidence(Warning warning) {
    diagnoses.chooseAbout(warning.id(), task.shownId().get());
    view.set(View.DIAGNOSES);
  }

  /// Takes the whole window to the instant at which something was found, with the task that it is about.
  public void goToRaised(Diagnosis diagnosis) {
    time.chooseRaised(diagnosis.raisedAt());
    if (diagnosis.subject().kind() == SubjectKind.TASK) {
      openTask(diagnosis.subject().id());
    }
  }

  /// The same for what a warning of the task in the detail pane comes from. Shows the evidence when that is not known yet.
  public void goToRaised(Warning warning) {
    diagnoses.about(warning.id(), task.shownId().get())
        .ifPresentOrElse(this::goToRaised, () -> openEvidence(warning));
  }

  private void stand(boolean still) {
    tasks.pause(still);
    commands.pause(still);
    lanes.pause(still);
    charts.pause(still);
  }

  private void showInstant(@Nullable Instant instant) {
    if (switching) {
      return;
    }
    turnTo(instant);
    if (instant == null) {
      overview.reset();
    }
    commands.at(instant);
  }

  private void turnTo(@Nullable Instant instant) {
    status.setPast(instant != null);
    task.setInstant(instant);
    diagnoses.setInstant(instant);
    workers.setInstant(instant);
    lanes.setInstant(instant);
    charts.setInstant(instant);
  }

  /// Moves the choice in the list of the view.
  public void move(int places) {
    switch (view.get()) {
      case TASKS -> {
        if (groups.isOn()) {
          groups.list().move(places);
        } else {
          tasks.move(places);
        }
      }
      case DIAGNOSES -> diagnoses.move(places);
      case RESOURCES -> resources.list().move(places);
      case LAB -> lab.move(places);
      case OVERVIEW, WORKERS, GRAPHS -> {
      }
    }
  }

  /// Turns the order of the view's table round, if it has one.
  public void invertOrder() {
    switch (view.get()) {
      case TASKS -> (groups.isOn() ? groups.list().order() : tasks.order()).invert();
      case RESOURCES -> resources.list().order().invert();
      case OVERVIEW, DIAGNOSES, WORKERS, GRAPHS, LAB -> {
      }
    }
  }

  /// Sorts the view's table, if it has one, by the next column or by the one before.
  public void sortStep(boolean forward) {
    switch (view.get()) {
      case TASKS -> tasks.order().step(List.of(TaskColumn.values()), forward);
      case RESOURCES -> resources.list().order().step(List.of(ResourceColumn.values()), forward);
      case OVERVIEW, DIAGNOSES, WORKERS, GRAPHS, LAB -> {
      }
    }
  }

  /// What Enter does in the view: opens the details of what is chosen.
  public void open() {
    switch (view.get()) {
      case TASKS -> {
        if (groups.isOn()) {
          openGroup();
        } else {
          openDetail();
        }
      }
      case DIAGNOSES -> {
        var chosen = diagnoses.chosen().get();
        if (chosen == null) {
          diagnoses.move(0);
        } else {
          openTaskOf(chosen);
        }
      }
      case RESOURCES -> {
        if (resources.list().chosen().get() == null) {
          resources.list().move(0);
        }
      }
      case LAB -> lab.open();
      case OVERVIEW, WORKERS, GRAPHS -> {
      }
    }
  }

  /// The task that a diagnosis is about, or else the first of those that it names as causes: of a deadlock, the first of its circle.
  private void openTaskOf(Diagnosis diagnosis) {
    var subject = diagnosis.subject();
    if (subject.kind() == SubjectKind.TASK) {
      openTask(subject.id());
    } else {
      diagnosis.causes().stream().filter(cause -> cause.kind() == SubjectKind.TASK).findFirst()
          .ifPresent(cause -> openTask(cause.id()));
    }
  }

  /// One step back: closes the panel of a target, or an experiment, then the detail pane, then chooses nothing, then goes to the table of tasks.
  public void back() {
    if (targets.panel().isOpen()) {
      targets.panel().close();
      return;
    }
    if (view.get() == View.LAB) {
      if (!lab.back()) {
        view.set(View.TASKS);
      }
      return;
    }
    if (detailOpen.get()) {
      detailOpen.set(false);
      return;
    }
    boolean chosen = switch (view.get()) {
      case TASKS -> !groups.isOn() || groups.list().chosen().get() != null;
      case DIAGNOSES -> diagnoses.chosen().get() != null;
      case RESOURCES -> resources.list().chosen().get() != null;
      case OVERVIEW, WORKERS, GRAPHS, LAB -> false;
    };
    if (!chosen) {
      groups.by().set(GroupBy.NONE);
      view.set(View.TASKS);
      return;
    }
    switch (view.get()) {
      case TASKS -> {
        if (groups.isOn()) {
          groups.list().choose(null);
        } else {
          tasks.chooseNone();
        }
      }
      case DIAGNOSES -> diagnoses.choose(null);
      case RESOURCES -> resources.list().choose(null);
      case OVERVIEW, WORKERS, GRAPHS, LAB -> {
      }
    }
  }

  /// Takes what the server told.
  public void accept(ConsoleNews news) {
    router.accept(news);
  }

  /// Whether the window shows any target.
  boolean showsTarget() {
    return shown != null;
  }

  /// Whether the window shows a target.
  boolean isShown(String targetId) {
    return shown != null && shown.id().equals(targetId);
  }

  private void show(@Nullable Target target) {
    var before = shown;
    shown = target;
    status.target(target);
    level.show(target);
    task.offer(target);
    if (before != null && target != null && before.id().equals(target.id())) {
      time.show(target);
      refresh(before, target);
    } else if (before != null || target != null) {
      switching = true;
      time.reset(target);
      tasks.reset(target != null);
      switching = false;
      task.choose(null);
      turnTo(null);
      diagnoses.reset(target != null);
      resources.reset(target != null);
      groups.reset();
      graphs.reset(target != null);
      workers.reset(target != null, canWorkers(target));
      lanes.reset(canTrace(target));
      charts.reset(target != null);
      overview.reset();
      watch(target);
      recording.reset(target);
    }
    tasks.setReached(target != null && target.state() == TargetState.CONNECTED);
  }

  private void refresh(Target before, Target now) {
    if (canTrace(before) != canTrace(now)) {
      lanes.reset(canTrace(now));
    }
    if (canWorkers(before) != canWorkers(now)) {
      workers.reset(true, canWorkers(now));
      watch(now);
    }
    boolean restarted = !before.runId().isEmpty() && !before.runId().equals(now.runId());
    if (restarted) {
      workers.reset(true, canWorkers(now));
      lanes.reset(canTrace(now));
      tasks.chooseNone();
      task.choose(null);
    }
  }

  private void watch(@Nullable Target target) {
    commands.watch(target == null ? null : target.id(), tasks.request().get(), canWorkers(target));
  }

  private static boolean canTrace(@Nullable Target target) {
    return target != null && target.can(Capability.TRACE);
  }

  private static boolean canWorkers(@Nullable Target target) {
    return target != null && target.can(Capability.WORKERS);
  }
}
