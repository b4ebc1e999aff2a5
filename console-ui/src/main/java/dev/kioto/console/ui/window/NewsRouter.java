package dev.kioto.console.ui.window;

import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.tasks.TasksViewModel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands the server's news to the parts of the window that they concern. What is about a target that is no longer shown is let go,
/// and while the window stands still, so is what would move it.
final class NewsRouter {
  private final ConsoleViewModel model;

  NewsRouter(ConsoleViewModel model) {
    this.model = model;
  }

  void accept(ConsoleNews news) {
    if (news instanceof ConsoleNews.OfTarget about && !model.isShown(about.targetId())) {
      return;
    }
    switch (news) {
      case ConsoleNews.AsOf(var asOf, var seen) -> {
        if (Objects.equals(asOf, model.time().instant().get())) {
          arrived(asOf, seen);
        }
      }
      case ConsoleNews.Targets(var list) -> {
        model.status().answered();
        model.targets().show(list);
        var content = model.tasks().content().get();
        if (!model.showsTarget()
            && (content == TasksViewModel.Content.CONNECTING || content == TasksViewModel.Content.SHUT_OUT)) {
          model.tasks().reset(false);
        }
        var target = model.targets().chosen().get();
        if (target != null && !model.time().isStanding() && model.time().instant().get() == null) {
          model.overview().show(target);
        }
      }
      case ConsoleNews.ShutOut(var message) -> {
        model.status().shutOut(message);
        if (model.time().instant().get() == null) {
          model.overview().gap();
        }
        if (!model.showsTarget()) {
          model.tasks().shutOut(message);
        }
      }
      case ConsoleNews.Unreachable(var message) -> {
        model.status().unreachable(message);
        if (model.time().instant().get() == null) {
          model.overview().gap();
        }
      }
      case ConsoleNews.Server(var version) -> model.status().server(ConsoleViewModel.VERSION, version);
      case ConsoleNews.Picture(var file, var reason) -> {
        if (reason.isEmpty()) {
          model.pictures().saved(file);
        } else {
          model.pictures().notSaved(file, reason);
        }
      }
      case ConsoleNews.Attached(var target) -> {
        model.targets().attached(target);
        model.attached(target);
      }
      case ConsoleNews.NotAttached(var address, var message, var tokenWanted) ->
          model.targets().notAttached(address, message, tokenWanted);
      case ConsoleNews.Processes(var list) -> model.targets().local().show(list);
      case ConsoleNews.ProcessesFailed(var message) -> model.targets().local().failed(message);
      case ConsoleNews.Facts(var target, var facts) -> model.targets().panel().show(target, facts);
      case ConsoleNews.LevelAnswered(var target, var problem) -> {
        model.targets().panel().level().answered(target, problem);
        model.level().answered(target, problem);
      }
      case ConsoleNews.SettingAnswered(var target, var change, var problem) ->
          model.targets().panel().settings().answered(target, change, problem);
      case ConsoleNews.Workers(_, var list) -> {
        if (model.time().instant().get() != null) {
          model.workers().show(list);
        } else if (!model.time().isStanding()) {
          model.overview().show(list);
          model.workers().show(list);
          model.lanes().show(list, System.nanoTime());
        }
      }
      case ConsoleNews.WorkersFailed _ -> {
        // The rate of polls then has a gap, which shows; the list of targets tells why.
      }
      case ConsoleNews.Rows(_, var window) -> model.tasks().show(window);
      case ConsoleNews.RowsRefused(_, var problem) -> model.tasks().refuse(problem);
      case ConsoleNews.RowsConnection(_, var connected, var reason) -> model.status().rows(connected, reason);
      case ConsoleNews.Detail(_, var taskId, var detail) -> model.task().show(taskId, detail);
      case ConsoleNews.TaskGone(_, var taskId, _) -> model.task().gone(taskId);
      case ConsoleNews.DetailFailed(_, var taskId, var message) -> model.task().failed(taskId, message);
      case ConsoleNews.Stack(_, var taskId, var stack) -> model.task().showStack(taskId, stack);
      case ConsoleNews.WhyAnswered(_, var taskId, var why) -> model.task().showWhy(taskId, why);
      case ConsoleNews.WhyFailed(_, var taskId, var message) -> model.task().whyFailed(taskId, message);
      case ConsoleNews.Diagnoses(_, var page) -> {
        if (!model.time().isStanding()) {
          model.diagnoses().show(page);
        }
      }
      case ConsoleNews.NotSilenced(_, var message) -> model.diagnoses().notSilenced(message);
      case ConsoleNews.DiagnosesFailed(_, var message) -> model.diagnoses().failed(message);
      case ConsoleNews.Resources(_, var request, var page) -> {
        if (!model.time().isStanding()) {
          model.resources().show(request, page);
        }
      }
      case ConsoleNews.ResourcesFailed(_, var request, var message) -> model.resources().refused(request, message);
      case ConsoleNews.Figures(_, _, var all) -> model.charts().show(all, Instants.nanos(Instant.now()));
      case ConsoleNews.FiguresFailed(_, var message) -> model.charts().failed(message);
      case ConsoleNews.Lanes(_, _, var lanes) -> model.lanes().show(lanes, System.nanoTime());
      case ConsoleNews.LanesFailed(_, _, var message) -> model.lanes().failed(message);
      case ConsoleNews.Graph(_, var request, var graph) -> {
        if (!model.time().isStanding()) {
          model.graphs().show(request, graph);
        }
      }
      case ConsoleNews.GraphFailed(_, var request, var message) -> model.graphs().refused(request, message);
      case ConsoleNews.Time(_, _, var kept) -> model.time().show(kept);
      case ConsoleNews.TimeFailed _ -> {
        // The server is not there, as the banner says: what was known of the past stays.
      }
      case ConsoleNews.Played(_, var request, var playback) -> model.time().played(request, playback);
      case ConsoleNews.NotPlayed(_, var request, var message) -> model.time().notPlayed(request, message);
      case ConsoleNews.Recorded(_, var recording) -> model.recording().show(recording);
      case ConsoleNews.NotRecorded(_, var message) -> model.recording().failed(message);
      case ConsoleNews.FiguresBefore(_, var instant, var all) -> {
        if (instant.equals(model.time().instant().get())) {
          model.overview().show(all, instant);
        }
      }
      case ConsoleNews.Relations(_, var request, var relations) -> model.task().relations().show(request, relations);
      case ConsoleNews.CancelAnswered(_, var taskId, var problem) ->
          model.task().cancelling().answered(taskId, problem);
      case ConsoleNews.Groups(_, var request, var groups) -> {
        if (!model.time().isStanding()) {
          model.groups().show(request, groups);
        }
      }
      case ConsoleNews.GroupsFailed(_, var request, var message) -> model.groups().refused(request, message);
      case ConsoleNews.Completed(_, var request, var completion) -> {
        model.taskCompletion().show(request, completion);
        model.resourceCompletion().show(request, completion);
      }
      case ConsoleNews.Experiments(var list) -> model.lab().show(list);
      case ConsoleNews.ExperimentNow(var request, var experiment, var comparison) ->
          model.lab().show(request, experiment, comparison);
      case ConsoleNews.LabFailed(var request, var message) -> model.lab().failed(request, message);
      case ConsoleNews.LabRuns(var experimentId, var runs) -> model.lab().experiment().showRuns(experimentId, runs);
      case ConsoleNews.RunLanes(var request, var answers) -> model.lab().timelines().show(request, answers);
      case ConsoleNews.LabCan(var options, var reason) -> model.lab().form().showOptions(options, reason);
      case ConsoleNews.Planned(var spec, var plan, var reason) -> model.lab().form().showPlan(spec, plan, reason);
      case ConsoleNews.Begun(var experiment, var reason) -> model.lab().begun(experiment, reason);
      case ConsoleNews.LabDone(var id, var deed, var reason) -> model.lab().done(id, deed, reason);
      case ConsoleNews.Report(var file, var reason) -> model.lab().reported(file, reason);
      case ConsoleNews.StackFailed(_, var taskId, var message) -> model.task().stackFailed(taskId, message);
    }
  }

  // An answer to what the window shows now, the present or an instant of the past.
  private void arrived(@Nullable Instant asOf, ConsoleNews.OfTarget news) {
    if (!model.isShown(news.targetId())) {
      return;
    }
    if (asOf != null && news instanceof ConsoleNews.Rows) {
      model.time().arrived();
    }
    if (asOf != null && news instanceof ConsoleNews.RowsRefused(_, var problem) && problem.position() == null) {
      model.time().refuse(problem.detail());
    } else {
      accept(news);
    }
  }
}
