package dev.kioto.console.ui.task;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Incident;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.TaskRelations;
import dev.kioto.console.ui.task.RelationRow.To;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what a task has to do with others, a line each. Thread-safe.
final class RelationRows {
  private static final int MOST_CHILDREN = 8;
  private static final int MOST_WAKES = 6;
  private static final int MOST_OPERATIONS = 8;
  private static final int MOST_EVENTS = 14;

  private RelationRows() {}

  /// Who spawned it, and whom it has spawned.
  static List<RelationRow> family(Task task, TaskRelations relations) {
    var rows = new ArrayList<RelationRow>();
    var parentId = task.parentId();
    var parent = relations.parent();
    if (parent != null) {
      rows.add(new RelationRow("parent", parent.state(), name(parent), "spawned it", To.TASK, parent.id()));
    } else if (parentId != null) {
      rows.add(RelationRow.plain("parent", "task #" + parentId, "spawned it, and is no longer kept"));
    }
    var children = relations.children();
    if (children == null) {
      return rows;
    }
    if (children.matched() == 0) {
      rows.add(RelationRow.plain("none", "", "It has spawned no task that is kept."));
    } else if (children.matched() > 1) {
      rows.add(new RelationRow("all", null, "all " + Counts.text(children.matched()), "tasks that it has spawned",
          To.CHILDREN, task.id()));
    }
    children.tasks().stream().limit(MOST_CHILDREN).forEach(child -> rows.add(new RelationRow("child-" + child.id(),
        child.state(), name(child), "spawned by it, " + Durations.text(child.totalNanos()) + " old", To.TASK,
        child.id())));
    return rows;
  }

  /// Who wakes it, and whom it wakes.
  static List<RelationRow> wakes(Task task, TaskRelations relations, Instant asOf) {
    var rows = new ArrayList<RelationRow>();
    var wakes = relations.wakes();
    if (wakes == null) {
      return rows;
    }
    wakes.wakes().stream().filter(edge -> edge.to().id().equals(task.id())).limit(MOST_WAKES)
        .forEach(edge -> rows.add(wokenBy(task, edge, asOf)));
    wakes.wakes().stream().filter(edge -> edge.from() != null && edge.from().id().equals(task.id())
        && !edge.to().id().equals(task.id())).limit(MOST_WAKES)
        .forEach(edge -> rows.add(new RelationRow("to-" + edge.to().id(), null, name(edge.to()),
            "woken by it " + often(edge, asOf), To.TASK, edge.to().id())));
    return rows;
  }

  private static RelationRow wokenBy(Task task, WakeEdge edge, Instant asOf) {
    var from = edge.from();
    if (from == null) {
      return RelationRow.plain("from-outside", "no task", "woke it " + often(edge, asOf)
          + ": a timer, a socket, another thread");
    }
    return from.id().equals(task.id()) ? RelationRow.plain("from-itself", "itself", "woke it " + often(edge, asOf))
        : new RelationRow("from-" + from.id(), null, name(from), "woke it " + often(edge, asOf), To.TASK, from.id());
  }

  private static String often(WakeEdge edge, Instant asOf) {
    return (edge.wakes() == 1 ? "once" : Counts.text(edge.wakes()) + " times")
        + (edge.lastAt() == null ? "" : ", last " + Instants.ago(edge.lastAt(), asOf));
  }

  /// What it uses, what it waits for first.
  static List<RelationRow> operations(TaskRelations relations) {
    var operations = relations.operations();
    return operations == null ? List.of() : operations.operations().stream()
        .sorted(Comparator.comparing((Operation one) -> !one.waiting())).limit(MOST_OPERATIONS)
        .map(RelationRows::operation).toList();
  }

  private static RelationRow operation(Operation operation) {
    var resource = operation.resourceId();
    var what = resource == null ? operation.source()
        : (operation.resourceType() == null ? "resource" : operation.resourceType()) + " #" + resource;
    var note = (operation.waiting() ? "waited for " : "in use for ") + Durations.text(operation.totalNanos()) + " by "
        + operation.source() + ", " + Counts.of(operation.polls(), "poll");
    return new RelationRow("operation-" + operation.id(), null, what, note, resource == null ? To.NOTHING : To.RESOURCE,
        resource == null ? "" : resource);
  }

  /// What happened to it, the newest first.
  static List<RelationRow> history(Task task, TaskRelations relations) {
    var events = new ArrayList<Event>();
    events.add(new Event(task.createdAt(), RelationRow.plain("spawned", "",
        "spawned" + (task.location() == null ? "" : " at " + task.location()))));
    if (task.droppedAt() != null) {
      events.add(new Event(task.droppedAt(), RelationRow.plain("ended", "",
          "ended after " + Durations.text(task.totalNanos()))));
    }
    relations.incidents().forEach(incident -> events.add(new Event(incident.at(), row(incident))));
    relations.diagnoses().forEach(diagnosis -> events.add(new Event(diagnosis.raisedAt(), row(diagnosis))));
    return events.stream().sorted(Comparator.comparing(Event::at).reversed()).limit(MOST_EVENTS)
        .map(event -> new RelationRow(event.row().key(), null, event.row().text(),
            Instants.millis(event.at()) + "  " + event.row().note(), event.row().to(), event.row().id()))
        .toList();
  }

  private static RelationRow row(Incident incident) {
    var text = incident.text();
    return RelationRow.plain("incident-" + incident.id(), "", incident.kind().toString().replace('-', ' ')
        + (incident.lengthNanos() > 0 ? ", " + Durations.text(incident.lengthNanos()) : "")
        + (incident.ongoing() ? " until now" : "") + (text.isEmpty() ? "" : ": " + text));
  }

  private static RelationRow row(Diagnosis diagnosis) {
    var cleared = diagnosis.clearedAt();
    return new RelationRow("diagnosis-" + diagnosis.id(), null, diagnosis.title(),
        cleared == null ? "and still" : "cleared at " + Instants.seconds(cleared), To.DIAGNOSIS, diagnosis.id());
  }

  private static String name(Task task) {
    return name(task.name(), task.taskId());
  }

  private static String name(TaskRef task) {
    return name(task.name(), task.id());
  }

  private static String name(@Nullable String name, String id) {
    return name == null || name.isEmpty() ? "task #" + id : name + " #" + id;
  }

  private record Event(Instant at, RelationRow row) {}
}
