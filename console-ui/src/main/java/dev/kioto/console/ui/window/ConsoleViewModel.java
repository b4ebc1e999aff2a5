package dev.kioto.console.ui.window;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.overview.OverviewViewModel;
import dev.kioto.console.ui.status.StatusViewModel;
import dev.kioto.console.ui.targets.TargetsViewModel;
import dev.kioto.console.ui.task.TaskViewModel;
import dev.kioto.console.ui.tasks.TasksViewModel;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// Joins the parts of the window: hands the server's news to those whom they concern, and what one part chooses to the
/// others. UI thread only.
public final class ConsoleViewModel {
  private final ConsoleCommands commands;
  private final TargetsViewModel targets;
  private final OverviewViewModel overview = new OverviewViewModel();
  private final TasksViewModel tasks = new TasksViewModel();
  private final TaskViewModel task;
  private final StatusViewModel status;
  private final BooleanProperty detailOpen = new SimpleBooleanProperty(true);
  private @Nullable Target shown;
  // While a target is exchanged for another, requests are part of the watching and need no move.
  private boolean switching;

  /// A window that shows nothing yet.
  ///
  /// @param server the server's address, for people
  public ConsoleViewModel(ConsoleCommands commands, String server) {
    this.commands = commands;
    targets = new TargetsViewModel(commands);
    task = new TaskViewModel(commands);
    status = new StatusViewModel(server);
    targets.chosen().subscribe(this::show);
    tasks.request().subscribe(request -> {
      if (!switching) {
        commands.move(request);
      }
    });
    tasks.chosen().subscribe(task::choose);
    tasks.asOf().subscribe(status::asOf);
    tasks.paused().subscribe(commands::pause);
  }

  /// The list of targets.
  public TargetsViewModel targets() {
    return targets;
  }

  /// The cards.
  public OverviewViewModel overview() {
    return overview;
  }

  /// The table.
  public TasksViewModel tasks() {
    return tasks;
  }

  /// The detail pane.
  public TaskViewModel task() {
    return task;
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

  /// Closes the detail pane; when it is closed already, nothing is chosen any more.
  public void back() {
    if (detailOpen.get()) {
      detailOpen.set(false);
    } else {
      tasks.chooseNone();
    }
  }

  /// Takes what the server told.
  public void accept(ConsoleNews news) {
    switch (news) {
      case ConsoleNews.Targets(var list) -> {
        status.answered();
        targets.show(list);
        if (shown == null && tasks.content().get() == TasksViewModel.Content.CONNECTING) {
          tasks.reset(false);
        }
        var target = targets.chosen().get();
        if (target != null && !tasks.paused().get()) {
          overview.show(target);
        }
      }
      case ConsoleNews.Unreachable(var message) -> {
        status.unreachable(message);
        overview.gap();
      }
      case ConsoleNews.Attached(var target) -> targets.attached(target);
      case ConsoleNews.NotAttached(_, var message) -> targets.notAttached(message);
      case ConsoleNews.Workers(var target, var workers) -> {
        if (isShown(target) && !tasks.paused().get()) {
          overview.show(workers);
        }
      }
      case ConsoleNews.Rows(var target, var window) -> {
        if (isShown(target)) {
          tasks.show(window);
        }
      }
      case ConsoleNews.RowsRefused(var target, var problem) -> {
        if (isShown(target)) {
          tasks.refuse(problem);
        }
      }
      case ConsoleNews.RowsConnection(var target, var connected, var reason) -> {
        if (isShown(target)) {
          status.rows(connected, reason);
        }
      }
      case ConsoleNews.Detail(var target, var taskId, var detail) -> {
        if (isShown(target)) {
          task.show(taskId, detail);
        }
      }
      case ConsoleNews.TaskGone(var target, var taskId, _) -> {
        if (isShown(target)) {
          task.gone(taskId);
        }
      }
      case ConsoleNews.DetailFailed(var target, var taskId, var message) -> {
        if (isShown(target)) {
          task.failed(taskId, message);
        }
      }
      case ConsoleNews.Stack(var target, var taskId, var stack) -> {
        if (isShown(target)) {
          task.showStack(taskId, stack);
        }
      }
      case ConsoleNews.StackFailed(var target, var taskId, var message) -> {
        if (isShown(target)) {
          task.stackFailed(taskId, message);
        }
      }
    }
  }

  private boolean isShown(String targetId) {
    return shown != null && shown.id().equals(targetId);
  }

  private void show(@Nullable Target target) {
    var before = shown;
    shown = target;
    status.target(target);
    task.offerStacks(target != null && target.can(Capability.TASK_STACKS));
    if (before != null && target != null && before.id().equals(target.id())) {
      refresh(before, target);
    } else if (before != null || target != null) {
      switching = true;
      tasks.reset(target != null);
      switching = false;
      overview.reset();
      watch(target);
    }
    tasks.setReached(target != null && target.state() == TargetState.CONNECTED);
  }

  private void refresh(Target before, Target now) {
    if (canWorkers(before) != canWorkers(now)) {
      watch(now);
    }
    boolean restarted = !before.runId().isEmpty() && !before.runId().equals(now.runId());
    if (restarted) {
      tasks.chooseNone();
    }
  }

  private void watch(@Nullable Target target) {
    commands.watch(target == null ? null : target.id(), tasks.request().get(), canWorkers(target));
  }

  private static boolean canWorkers(@Nullable Target target) {
    return target != null && target.can(Capability.WORKERS);
  }
}
