package dev.kioto.console.cause;

import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.WakeEdge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows who holds what a task waits for, and what the holder waits for in turn.
final class Chain {

  private static final int LONGEST = 32;

  private final RunModel model;

  Chain(RunModel model) {
    this.model = model;
  }

  /// A task that waits for a resource.
  ///
  /// @param owner who holds it; 0 when nobody does, or it is not known
  /// @param owners how many do
  record Step(long task, String source, long resource, String type, String kind, String location, long since,
      long nanos,
      long owner, int owners) {
  }

  /// What a task waits for now: what somebody holds before what nobody does, and then the longest. Null when it waits for nothing that
  /// is known.
  @Nullable Step step(long task) {
    var waits = model.resources().operations(new Selection<>(
        (operation, _) -> operation.isWaiting() && operation.taskId() == task, OperationRecord::totalAt, true, null,
        100),
        Chain::step).rows();
    Step best = null;
    for (var wait : waits) {
      if (best == null || (best.owner == 0 && wait.owner != 0)) best = wait;
    }
    return best;
  }

  private static Step step(OperationRecord operation, @Nullable ResourceRecord resource, long asOf) {
    int owners = resource == null ? 0 : resource.ownerCount();
    long owner = 0;
    for (int i = 0; i < owners && owner == 0; i++) {
      if (resource != null && resource.owner(i) != operation.taskId()) owner = resource.owner(i);
    }
    if (owners > 0 && owner == 0 && resource != null) owner = resource.owner(0); // it waits for itself
    var location = resource == null ? null : resource.location();
    return new Step(operation.taskId(), operation.source(), operation.resourceId(),
        resource == null ? "" : resource.type(), resource == null ? "" : resource.kind(),
        location == null ? "" : location, operation.createdAt(), operation.totalAt(asOf), owner, owners);
  }

  /// The steps from a task to one that waits for nothing that somebody holds, or to one that is on the way already.
  List<Step> follow(long task) {
    var steps = new ArrayList<Step>();
    Set<Long> passed = new LinkedHashSet<>();
    for (long at = task; passed.add(at) && steps.size() < LONGEST;) {
      var step = step(at);
      if (step == null || (step.owner == 0 && !steps.isEmpty())) break;
      steps.add(step);
      if (step.owner == 0) break;
      at = step.owner;
    }
    return steps;
  }

  /// The task that has woken a task most often, but for itself; null when none has.
  @Nullable WakeEdge usualWaker(long task) {
    var edges = model.wakes().edges(new Selection<>(
        (edge, _) -> edge.toTask() == task && edge.fromTask() != 0 && edge.fromTask() != task,
        (edge, _) -> edge.wakes(), true, null, 1)).rows();
    return edges.isEmpty() ? null : edges.getFirst();
  }

  /// What a task does now, as the end of a sentence: `which is being polled on kioto-worker-2 since 1.9 s`.
  String doing(long task) {
    String said = model.tasks().find(task, (record, asOf) -> doing(record, asOf));
    return said == null ? "of which nothing more is known" : said;
  }

  private String doing(TaskRecord task, long asOf) {
    return switch (task.state()) {
      case RUNNING -> "which has been in one poll for " + Texts.duration(asOf - task.lastPollStarted());
      case SCHEDULED -> "which has been woken and waits for a worker for " + Texts.duration(asOf - task.lastWake());
      case IDLE -> "which waits for something itself";
      case COMPLETED -> "which has ended";
    };
  }
}
