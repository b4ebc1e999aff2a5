package dev.kioto.console.ui.window;

import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.tasks.TasksViewModel;
import java.time.Instant;

/// Hands the server's news to the parts of the window that they concern. What is about a target that is no longer shown is let go,
/// and while the window stands still, so is what would move it.
final class NewsRouter {
  private final ConsoleViewModel model;

  NewsRouter(ConsoleViewModel model) {
    this.model = model;
  }

  void accept(ConsoleNews news) {
    switch (news) {
      case ConsoleNews.Targets(var list) -> {
        model.status().answered();
        model.targets().show(list);
        if (!model.showsTarget() && model.tasks().content().get() == TasksViewModel.Content.CONNECTING) {
          model.tasks().reset(false);
        }
        var target = model.targets().chosen().get();
        if (target != null && !model.tasks().paused().get()) {
          model.overview().show(target);
        }
      }
      case ConsoleNews.Unreachable(var message) -> {
        model.status().unreachable(message);
        model.overview().gap();
      }
      case ConsoleNews.Attached(var target) -> model.targets().attached(target);
      case ConsoleNews.NotAttached(_, var message) -> model.targets().notAttached(message);
      case ConsoleNews.Workers(var target, var list) -> {
        if (model.isShown(target) && !model.tasks().paused().get()) {
          model.overview().show(list);
          model.workers().show(list);
          model.lanes().show(list, System.nanoTime());
        }
      }
      case ConsoleNews.Rows(var target, var window) -> {
        if (model.isShown(target)) {
          model.tasks().show(window);
        }
      }
      case ConsoleNews.RowsRefused(var target, var problem) -> {
        if (model.isShown(target)) {
          model.tasks().refuse(problem);
        }
      }
      case ConsoleNews.RowsConnection(var target, var connected, var reason) -> {
        if (model.isShown(target)) {
          model.status().rows(connected, reason);
        }
      }
      case ConsoleNews.Detail(var target, var taskId, var detail) -> {
        if (model.isShown(target)) {
          model.task().show(taskId, detail);
        }
      }
      case ConsoleNews.TaskGone(var target, var taskId, _) -> {
        if (model.isShown(target)) {
          model.task().gone(taskId);
        }
      }
      case ConsoleNews.DetailFailed(var target, var taskId, var message) -> {
        if (model.isShown(target)) {
          model.task().failed(taskId, message);
        }
      }
      case ConsoleNews.Stack(var target, var taskId, var stack) -> {
        if (model.isShown(target)) {
          model.task().showStack(taskId, stack);
        }
      }
      case ConsoleNews.WhyAnswered(var target, var taskId, var why) -> {
        if (model.isShown(target)) {
          model.task().showWhy(taskId, why);
        }
      }
      case ConsoleNews.WhyFailed(var target, var taskId, var message) -> {
        if (model.isShown(target)) {
          model.task().whyFailed(taskId, message);
        }
      }
      case ConsoleNews.Diagnoses(var target, var page) -> {
        if (model.isShown(target) && !model.tasks().paused().get()) {
          model.diagnoses().show(page);
        }
      }
      case ConsoleNews.DiagnosesFailed(var target, var message) -> {
        if (model.isShown(target)) {
          model.diagnoses().failed(message);
        }
      }
      case ConsoleNews.Resources(var target, var request, var page) -> {
        if (model.isShown(target) && !model.tasks().paused().get()) {
          model.resources().show(request, page);
        }
      }
      case ConsoleNews.ResourcesFailed(var target, var request, var message) -> {
        if (model.isShown(target)) {
          model.resources().refused(request, message);
        }
      }
      case ConsoleNews.Figures(var target, _, var all) -> {
        if (model.isShown(target)) {
          model.charts().show(all, Instants.nanos(Instant.now()));
        }
      }
      case ConsoleNews.FiguresFailed(var target, var message) -> {
        if (model.isShown(target)) {
          model.charts().failed(message);
        }
      }
      case ConsoleNews.Lanes(var target, _, var lanes) -> {
        if (model.isShown(target)) {
          model.lanes().show(lanes, System.nanoTime());
        }
      }
      case ConsoleNews.LanesFailed(var target, _, var message) -> {
        if (model.isShown(target)) {
          model.lanes().failed(message);
        }
      }
      case ConsoleNews.Graph(var target, var request, var graph) -> {
        if (model.isShown(target) && !model.tasks().paused().get()) {
          model.graphs().show(request, graph);
        }
      }
      case ConsoleNews.GraphFailed(var target, var request, var message) -> {
        if (model.isShown(target)) {
          model.graphs().refused(request, message);
        }
      }
      case ConsoleNews.StackFailed(var target, var taskId, var message) -> {
        if (model.isShown(target)) {
          model.task().stackFailed(taskId, message);
        }
      }
    }
  }
}
