package dev.kioto.console.cli;

import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.api.Why;
import dev.kioto.console.api.WhyLink;
import dev.kioto.console.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One task as a page of text.
final class TaskSheet {

  private final List<String> lines = new ArrayList<>();
  private final Task task;

  private TaskSheet(Task task) {
    this.task = task;
  }

  /// The lines of the page. No text of the program's reaches the terminal with characters that it would act upon.
  static List<String> lines(TaskCommand.Known known) {
    var sheet = new TaskSheet(known.task().task());
    sheet.head();
    sheet.times("polls took", known.task().pollTimes());
    sheet.times("waits for a worker took", known.task().scheduledTimes());
    sheet.stack(known.stack());
    sheet.why(known.why());
    if (known.operations() != null) sheet.operations(known.operations().operations());
    if (known.wakes() != null) sheet.wakes(known.wakes().wakes());
    return sheet.lines.stream().map(line -> line.replaceAll("\\p{Cntrl}", " ")).toList();
  }

  private void head() {
    lines.add("task " + task.taskId() + (task.name().isEmpty() ? "" : " " + task.name()) + ", " + task.kind() + ", "
        + task.state().name().toLowerCase(Locale.ROOT));
    if (task.location() != null) field("spawned at", task.location());
    field("created", task.createdAt() + (task.droppedAt() == null ? "" : ", ended " + task.droppedAt()));
    field("total", Units.nanos(task.totalNanos()) + ": busy " + share(task.busyNanos()) + ", scheduled "
        + share(task.scheduledNanos()) + ", idle " + share(task.idleNanos()));
    field("polls", Long.toUnsignedString(task.polls()));
    field("wakes", Long.toUnsignedString(task.wakes()) + ", " + Long.toUnsignedString(task.selfWakes())
        + " of them by itself" + (task.lastWakeAt() == null ? "" : ", the last " + task.lastWakeAt()));
    field("wakers", Long.toUnsignedString(task.wakerCount()) + " (" + Long.toUnsignedString(task.wakerClones())
        + " clones, " + Long.toUnsignedString(task.wakerDrops()) + " drops)");
    task.fields().forEach(this::field);
    task.warnings().forEach(warning -> field("warning", warning.id() + ": " + warning.message()));
  }

  private void field(String name, String value) {
    lines.add("  " + name + " ".repeat(Math.max(1, 12 - name.length())) + value);
  }

  private String share(long nanos) {
    long percent = task.totalNanos() == 0 ? 0 : Math.round(100.0 * nanos / task.totalNanos());
    return Units.nanos(nanos) + " (" + percent + " %)";
  }

  private void times(String what, @Nullable Histogram times) {
    if (times == null || times.count() == 0) return;
    field(what, "p50 " + Units.nanos(times.p50Nanos()) + ", p90 " + Units.nanos(times.p90Nanos()) + ", p99 "
        + Units.nanos(times.p99Nanos()) + ", longest " + Units.nanos(
            times.highestOutlierNanos() == null ? times.maxNanos() : times.highestOutlierNanos()));
  }

  private void stack(@Nullable TaskStack stack) {
    if (stack == null) return;
    lines.add("");
    lines.add("stack, " + stack.explanation());
    stack.frames().forEach(frame -> lines.add("  at " + Stacks.frame(frame)));
    if (stack.blockedOn() != null) lines.add("  waits for " + stack.blockedOn());
  }

  private void why(@Nullable Why why) {
    if (why == null) return;
    lines.add("");
    lines.add("why it waits");
    if (why.waits().isEmpty()) lines.add("  " + why.sentence());
    for (var wait : why.waits()) {
      lines.add("  " + wait.sentence());
      wait.links().forEach(link -> lines.add("    " + link(link)));
    }
    why.cannotTell().forEach(sentence -> lines.add("  not known: " + sentence));
  }

  private static String link(WhyLink link) {
    return link.kind() + " " + (link.id().equals(link.name()) || link.name().isEmpty() ? link.id()
        : link.id() + " '" + link.name() + "'") + (link.role().isEmpty() ? "" : ", " + link.role())
        + (link.nanos() == null ? "" : ", " + Units.nanos(link.nanos()))
        + (link.share() == null ? "" : " (" + Math.round(100 * link.share()) + " %)")
        + (link.place() == null ? "" : ", " + link.place());
  }

  private void operations(List<Operation> operations) {
    if (operations.isEmpty()) return;
    lines.add("");
    lines.add("operations");
    for (var operation : operations) {
      var resource = operation.resourceType() == null ? ""
          : " on " + operation.resourceType() + " " + operation.resourceId();
      lines.add("  " + operation.source() + resource + ", " + (operation.endedAt() != null ? "ended after "
          : operation.waiting() ? "waiting for " : "for ") + Units.nanos(operation.totalNanos()));
    }
  }

  private void wakes(List<WakeEdge> wakes) {
    if (wakes.isEmpty()) return;
    lines.add("");
    lines.add("wakes");
    for (var edge : wakes) {
      lines.add(
          "  " + name(edge.from()) + " -> " + name(edge.to()) + ", " + Long.toUnsignedString(edge.wakes()) + " times");
    }
  }

  private static String name(@Nullable TaskRef task) {
    if (task == null) return "no task (a timer, a socket, another thread)";
    return "task " + task.id() + (task.name().isEmpty() ? "" : " " + task.name());
  }
}
