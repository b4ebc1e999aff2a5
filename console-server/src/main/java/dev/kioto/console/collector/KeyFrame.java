package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.api.Capability;
import dev.kioto.console.model.Incident;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.WakeEdge;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.SpanId;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is known of a run, told as its program would tell it to somebody who connects now: an [Ingest] that knows nothing and is
/// given these messages knows the same, and goes on with what the program tells next.
///
/// Not in it are runs before this one, and counters of what made no sense. Of the thread that gives the ingest its messages.
final class KeyFrame {

  private static final int TASKS_AT_A_TIME = 5_000;
  private static final int EDGES_AT_A_TIME = 20_000;
  private static final int INCIDENTS_AT_A_TIME = 500;

  private final RunModel model;
  private final WireFields names;
  private final Sink out;
  private final Map<String, Long> targets = new HashMap<>(); // ids of metadata that says no more than a task's target
  private long nextTarget = -2; // far from what programs number from 1, or by addresses

  /// Takes the messages, in their order.
  @FunctionalInterface
  interface Sink {
    void tell(MessageKind kind, MessageLite message);
  }

  private KeyFrame(RunModel model, WireFields names, Sink out) {
    this.model = model;
    this.names = names;
    this.out = out;
  }

  /// What was told as a whole and is known as it was told.
  ///
  /// @param description of the program; empty when it speaks the tokio-console protocol alone
  /// @param parts the last messages of kinds that tell everything each time
  record Whole(Description description, Map<MessageKind, MessageLite> parts) {
  }

  /// @param names those that later messages refer to
  static void tell(RunModel model, @Nullable Program program, Whole whole, WireFields names, Sink out) {
    out.tell(MessageKind.CONNECTED, whole.description());
    if (model.tasks().version() == 0) return; // nothing was told yet
    var frame = new KeyFrame(model, names, out);
    frame.tasks();
    whole.parts().forEach(out::tell);
    if (program == null) {
      out.tell(MessageKind.UPDATE, KeyFrameResources.ofTokio(model.resources(), model.tasks().asOf()));
      return;
    }
    if (program.can(Capability.RESOURCES)) KeyFrameResources.tell(model.resources(), out);
    if (program.can(Capability.WAKES)) frame.wakes();
    if (program.can(Capability.INCIDENTS)) frame.incidents();
  }

  private void tasks() {
    var now = Instants.timestamp(model.tasks().asOf());
    long lost = model.tasks().lostEvents();
    int from = 0;
    do {
      var tasks = TaskUpdate.newBuilder();
      if (from == 0) tasks.setDroppedEvents(lost);
      var added = RegisterMetadata.newBuilder();
      if (from == 0) names.all().forEach((id, about) -> add(added, id, about));
      var rows = model.tasks().part(from, TASKS_AT_A_TIME, (task, _) -> {
        tasks.addNewTasks(describe(task, added)).putStatsUpdate(task.id(), stats(task));
        return task.id();
      });
      out.tell(MessageKind.UPDATE, Update.newBuilder().setNow(now).setNewMetadata(added).setTaskUpdate(tasks).build());
      from = rows.size() < TASKS_AT_A_TIME ? -1 : from + TASKS_AT_A_TIME;
    } while (from > 0);
  }

  private static void add(RegisterMetadata.Builder to, long id, Metadata about) {
    to.addMetadata(RegisterMetadata.NewMetadata.newBuilder().setId(MetaId.newBuilder().setId(id)).setMetadata(about));
  }

  private Task describe(TaskRecord task, RegisterMetadata.Builder added) {
    var wire = Task.newBuilder().setId(Id.newBuilder().setId(task.id()))
        .setMetadata(MetaId.newBuilder().setId(target(task.target(), added)))
        .addFields(field("kind", task.kind()));
    if (!task.name().isEmpty()) wire.addFields(field("task.name", task.name()));
    if (task.taskId() != task.id()) wire.addFields(field("task.id", Long.toUnsignedString(task.taskId())));
    if (task.location() != null) wire.addFields(field("spawn.location", task.location()));
    for (int i = 0; i < task.fieldCount(); i++) wire.addFields(field(task.fieldName(i), task.fieldValue(i)));
    if (task.parentId() != 0) wire.addParents(SpanId.newBuilder().setId(task.parentId()));
    return wire.build();
  }

  private long target(String text, RegisterMetadata.Builder added) {
    var known = targets.get(text);
    if (known != null) return known;
    while (names.metadata(nextTarget) != null) nextTarget--;
    long id = nextTarget--;
    targets.put(text, id);
    add(added, id, Metadata.newBuilder().setTarget(text).build());
    return id;
  }

  static Field field(String name, String value) {
    return Field.newBuilder().setStrName(name).setStrVal(value).build();
  }

  private static Stats stats(TaskRecord task) {
    var polls = PollStats.newBuilder().setPolls(task.polls()).setBusyTime(Instants.duration(task.busyNanos()));
    if (task.lastPollStarted() != TaskRecord.ABSENT) {
      polls.setLastPollStarted(Instants.timestamp(task.lastPollStarted()));
    }
    if (task.lastPollEnded() != TaskRecord.ABSENT) polls.setLastPollEnded(Instants.timestamp(task.lastPollEnded()));
    var stats = Stats.newBuilder().setCreatedAt(Instants.timestamp(task.createdAt())).setPollStats(polls)
        .setWakes(task.wakes()).setSelfWakes(task.selfWakes()).setWakerClones(task.wakerClones())
        .setWakerDrops(task.wakerDrops()).setScheduledTime(Instants.duration(task.scheduledNanos()));
    if (task.droppedAt() != TaskRecord.ABSENT) stats.setDroppedAt(Instants.timestamp(task.droppedAt()));
    if (task.lastWake() != TaskRecord.ABSENT) stats.setLastWake(Instants.timestamp(task.lastWake()));
    return stats.build();
  }

  private void wakes() {
    var counts = model.wakes().counts();
    var update = wakes(counts.asOf(), counts.uncountedWakes());
    var all = new Selection<WakeEdge>((_, _) -> true, (edge, _) -> edge.slot(), false, null, Integer.MAX_VALUE);
    for (var edge : model.wakes().edges(all).rows()) {
      var wire = dev.kioto.proto.console.v1.WakeEdge.newBuilder().setSlot(edge.slot()).setFromTask(edge.fromTask())
          .setToTask(edge.toTask()).setWakes(edge.wakes());
      if (edge.lastAt() != TaskRecord.ABSENT) wire.setLastAt(Instants.timestamp(edge.lastAt()));
      update.addEdges(wire);
      if (update.getEdgesCount() < EDGES_AT_A_TIME) continue;
      out.tell(MessageKind.WAKES, update.setMore(true).build());
      update = wakes(counts.asOf(), counts.uncountedWakes());
    }
    out.tell(MessageKind.WAKES, update.build());
  }

  private static WakesUpdate.Builder wakes(long asOf, long uncounted) {
    return WakesUpdate.newBuilder().setNow(Instants.timestamp(asOf)).setUncountedWakes(uncounted);
  }

  private void incidents() {
    var counts = model.incidents().counts();
    var all = model.incidents().list(_ -> true, Integer.MAX_VALUE).reversed(); // the last that changed last, as they came
    for (int from = 0; from == 0 || from < all.size(); from += INCIDENTS_AT_A_TIME) {
      var update = IncidentsUpdate.newBuilder().setNow(Instants.timestamp(counts.asOf()))
          .setDroppedIncidents(counts.dropped()).setLongPoll(Instants.duration(counts.longPollNanos()))
          .setPeriod(Instants.duration(counts.periodNanos())).setHeldUp(Instants.duration(counts.heldUpNanos()));
      for (var incident : all.subList(from, Math.min(all.size(), from + INCIDENTS_AT_A_TIME))) {
        update.addIncidents(incident(incident));
      }
      out.tell(MessageKind.INCIDENTS, update.build());
    }
  }

  private static dev.kioto.proto.console.v1.Incident incident(Incident of) {
    var wire = dev.kioto.proto.console.v1.Incident.newBuilder().setId(of.id()).setRuntimeId(of.runtimeId())
        .setKind(dev.kioto.proto.console.v1.Incident.Kind.valueOf(of.kind().name())).setTaskId(of.taskId())
        .setAt(Instants.timestamp(of.at())).setLength(Instants.duration(of.lengthNanos())).setOngoing(of.ongoing())
        .setOwn(Instants.duration(of.ownNanos())).setStopped(Instants.duration(of.stoppedNanos()))
        .setStack(stack(of)).setCount(of.count()).setCrowded(of.crowded()).addAllTasks(of.tasks())
        .setResourceId(of.resourceId()).setText(of.text());
    if (of.worker() >= 0) wire.setWorker(of.worker());
    return wire.build();
  }

  private static TaskStack stack(Incident of) {
    var stack = TaskStack.newBuilder().setExplanation(of.explanation());
    for (var frame : of.stack()) {
      stack.addFrames(Frame.newBuilder().setClassName(frame.className()).setMethod(frame.method())
          .setFile(orEmpty(frame.file())).setModule(orEmpty(frame.module()))
          .setLine(frame.line() == null ? 0 : frame.line()));
    }
    return stack.build();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
