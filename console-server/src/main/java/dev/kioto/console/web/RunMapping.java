package dev.kioto.console.web;

import dev.kioto.console.api.Attribute;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Wait;
import dev.kioto.console.api.WaitCycle;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.RunModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a run's resources, operations and wakes into the API's.
final class RunMapping {

  /// How many tasks a row of a list names.
  static final int FEW = 10;
  /// How many tasks a row alone names.
  static final int ALL = Integer.MAX_VALUE;

  private final RunModel model;

  RunMapping(RunModel model) {
    this.model = model;
  }

  Resource resource(ResourceRecord of, int tasks) {
    var owners = new ArrayList<TaskRef>();
    for (int i = 0; i < Math.min(tasks, of.ownerCount()); i++) owners.add(task(of.owner(i)));
    var waiters = new ArrayList<TaskRef>();
    for (int i = 0; i < Math.min(tasks, of.waiterCount()); i++) waiters.add(task(of.waiter(i)));
    return new Resource(id(of.id()), of.type(), of.kind(), idOrNull(of.runtimeId()), idOrNull(of.parentId()),
        of.isInternal(), of.location(), TaskMapping.instant(of.createdAt()), TaskMapping.instantOrNull(of.endedAt()),
        attributes(of.attributes()), of.tellsHolders(), owners, sum(of.ownerCount(), of.ownersLeftOut()), waiters,
        sum(of.waiterCount(), of.waitersLeftOut()), of.waitingThreads(), of.operations(), of.waits(), of.waitNanos(),
        of.longestWaitNanos());
  }

  Operation operation(OperationRecord of, @Nullable ResourceRecord resource, long asOf) {
    return new Operation(id(of.id()), idOrNull(of.resourceId()), resource == null ? null : resource.type(),
        idOrNull(of.parentId()), taskOrNull(of.taskId()), of.source(), TaskMapping.instant(of.createdAt()),
        TaskMapping.instantOrNull(of.endedAt()), of.totalAt(asOf), of.polls(), of.isWaiting(), of.isReady(),
        TaskMapping.instantOrNull(of.lastPollAt()), attributes(of.attributes()));
  }

  /// A wait for a resource that somebody holds.
  Wait wait(OperationRecord of, ResourceRecord resource, long asOf) {
    var owners = new ArrayList<TaskRef>();
    for (int i = 0; i < Math.min(FEW, resource.ownerCount()); i++) owners.add(task(resource.owner(i)));
    return new Wait(taskOrNull(of.taskId()), id(of.id()), of.source(), id(of.resourceId()), resource.type(),
        resource.location(), owners, sum(resource.ownerCount(), resource.ownersLeftOut()),
        TaskMapping.instant(of.createdAt()), of.totalAt(asOf));
  }

  WaitCycle cycle(dev.kioto.console.model.WaitCycle of) {
    var links = of.links().stream().map(link -> {
      String type = model.resources().find(link.resource(), (resource, _) -> resource.type());
      return new WaitCycle.Link(task(link.task()), id(link.operation()), id(link.resource()), type == null ? "" : type,
          task(link.owner()));
    }).toList();
    return new WaitCycle(links, of.certain(), TaskMapping.instant(of.closedAt()), of.blockedTasks());
  }

  WakeEdge edge(dev.kioto.console.model.WakeEdge of) {
    return new WakeEdge(taskOrNull(of.fromTask()), task(of.toTask()), of.wakes(),
        TaskMapping.instantOrNull(of.lastAt()));
  }

  private @Nullable TaskRef taskOrNull(long task) {
    return task == 0 ? null : task(task);
  }

  TaskRef task(long task) {
    String name = model.tasks().find(task, (known, _) -> known.name());
    return new TaskRef(id(task), name == null ? "" : name);
  }

  private static List<Attribute> attributes(List<String> told) {
    var attributes = new ArrayList<Attribute>(told.size() / 3);
    for (int i = 0; i + 2 < told.size(); i += 3) {
      var unit = told.get(i + 2);
      attributes.add(new Attribute(told.get(i), told.get(i + 1), unit.isEmpty() ? null : unit));
    }
    return attributes;
  }

  private static int sum(int a, int b) {
    return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
  }

  static String id(long id) {
    return Long.toUnsignedString(id);
  }

  static @Nullable String idOrNull(long id) {
    return id == 0 ? null : id(id);
  }
}
