package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.kioto.console.model.Incident;
import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.WakeEdge;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is told again is known again.
@Timeout(60)
final class KeyFrameTest {

  private record Told(MessageKind kind, MessageLite message) {
  }

  private static List<Told> frame(Ingest of) {
    var told = new ArrayList<Told>();
    of.tell((kind, message) -> told.add(new Told(kind, message)));
    return told;
  }

  private static Ingest from(List<Told> told) {
    var ingest = new Ingest(Retention.DEFAULT);
    for (var one : told) ingest.take(one.kind(), one.message());
    return ingest;
  }

  @Test
  void keyFrame_ofAKiotoProgram_isKnownAsItWas_andGoesOn() {
    var first = kioto();
    var second = from(frame(first));
    assertThat(shown(second)).isEqualTo(shown(first)).hasSizeGreaterThan(8);
    assertThat(second.oddities().leftOut.sum()).isZero();

    for (var both : List.of(first, second)) { // names that were told before, and news of what was told before
      both.take(MessageKind.UPDATE, Wire.update(9000).task(9, "later", Wire.stats(8000))
          .stats(2, Wire.stats(500).setDroppedAt(Wire.at(8500))).build());
      both.take(MessageKind.RESOURCES, ResourcesUpdate.newBuilder().setNow(Wire.at(9000))
          .addResources(Wire.mutex(5, 2)).build());
    }
    assertThat(shown(second)).isEqualTo(shown(first));
    assertThat(shown(from(frame(second)))).as("a copy of a copy").isEqualTo(shown(first));
  }

  @Test
  void keyFrame_ofARustProgram_isKnownAsItWas_andGoesOn() {
    var first = new Ingest(Retention.DEFAULT);
    first.take(MessageKind.CONNECTED, dev.kioto.proto.console.v1.Description.getDefaultInstance());
    first.take(MessageKind.UPDATE, Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).resource(3, "Semaphore")
        .operation(4, 3, 1).build());
    var second = from(frame(first));
    assertThat(shown(second)).isEqualTo(shown(first)).anyMatch(row -> row.contains("Semaphore::acquire"));

    for (var both : List.of(first, second)) {
      both.take(MessageKind.UPDATE, Wire.update(2000).task(2, "two", Wire.stats(1500)).operation(6, 3, 2).build());
    }
    assertThat(shown(second)).isEqualTo(shown(first));
  }

  @Test
  void keyFrame_ofManyTasks_hasEach() {
    var first = new Ingest(Retention.DEFAULT);
    var update = Wire.update(1000).metadata();
    for (int id = 1; id <= 10_000; id++) update.task(id, "task-" + id, Wire.stats(0));
    first.take(MessageKind.CONNECTED, Wire.description("run-1"));
    first.take(MessageKind.UPDATE, update.build());

    assertThat(shown(from(frame(first)))).hasSameSizeAs(shown(first)).isEqualTo(shown(first));
  }

  private static Ingest kioto() {
    var ingest = new Ingest(Retention.DEFAULT);
    ingest.take(MessageKind.CONNECTED, Wire.description("run-1", Capability.RECORDER, Capability.WORKERS,
        Capability.RESOURCES, Capability.WAKES, Capability.INCIDENTS));
    ingest.take(MessageKind.UPDATE, Wire.update(1000).metadata().task(1, "one", Wire.stats(0))
        .task(2, "two", Wire.stats(500)).child(3, "three", 2, Wire.stats(600).setDroppedAt(Wire.at(700))
            .setLastWake(Wire.at(650)).setWakes(3).setSelfWakes(1).setWakerDrops(1))
        .described(4, "without figures").dropped(7).build());
    ingest.take(MessageKind.RECORDER, RecorderState.newBuilder().setRecordedEvents(12).build());
    ingest.take(MessageKind.WORKERS, WorkersUpdate.newBuilder().setNow(Wire.at(1000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setIndex(2).setPolls(99)).build());
    ingest.take(MessageKind.RESOURCES, ResourcesUpdate.newBuilder().setNow(Wire.at(1000)).setDroppedEvents(2)
        .addResources(Wire.mutex(5, 1, 2)).addOperations(Wire.waiting(6, 5, 2, 900)).build());
    ingest.take(MessageKind.WAKES, WakesUpdate.newBuilder().setNow(Wire.at(1000)).setUncountedWakes(3)
        .addEdges(dev.kioto.proto.console.v1.WakeEdge.newBuilder().setSlot(8).setFromTask(1).setToTask(2).setWakes(4))
        .build());
    ingest.take(MessageKind.INCIDENTS, IncidentsUpdate.newBuilder().setNow(Wire.at(1000)).setDroppedIncidents(1)
        .setLongPoll(Wire.millis(100)).setPeriod(Wire.millis(10)).addIncidents(dev.kioto.proto.console.v1.Incident
            .newBuilder().setId(1).setKind(dev.kioto.proto.console.v1.Incident.Kind.LONG_POLL).setTaskId(1).setWorker(0)
            .setAt(Wire.at(400)).setLength(Wire.millis(300)).setOwn(Wire.millis(200)).setStopped(Wire.millis(50))
            .setOngoing(true).setCrowded(0.5).addTasks(2).setText("slow").setStack(TaskStack.newBuilder()
                .setExplanation("seen").addFrames(Frame.newBuilder().setClassName("A").setMethod("b").setLine(3))))
        .build());
    return ingest;
  }

  /// All that is known, as texts.
  private static List<String> shown(Ingest ingest) {
    var model = ingest.run().model();
    var shown = new ArrayList<String>(model.tasks().part(0, 100_000, KeyFrameTest::task).stream().sorted().toList());
    shown.addAll(model.resources().resources(KeyFrameTest.<ResourceRecord>all(), (one, _) -> resource(one)).rows());
    shown.addAll(
        model.resources().operations(KeyFrameTest.<OperationRecord>all(), (one, _, asOf) -> operation(one, asOf))
            .rows());
    model.wakes().edges(KeyFrameTest.<WakeEdge>all()).rows().forEach(edge -> shown.add(edge.toString()));
    for (Incident incident : model.incidents().list(_ -> true, 100)) shown.add(incident.toString());
    shown.add(rest(ingest, model));
    return shown;
  }

  private static <E> Selection<E> all() {
    return new Selection<>((_, _) -> true, (_, _) -> 0, false, null, 100_000);
  }

  private static String task(TaskRecord task, long asOf) {
    return task.id() + " " + task.taskId() + " " + task.name() + " " + task.kind() + " " + task.target() + " "
        + task.location() + " " + task.field("size.bytes") + " " + task.fieldCount() + " " + task.parentId() + " "
        + task.state() + " " + task.createdAt() + " " + task.droppedAt() + " " + task.busyAt(asOf) + " "
        + task.scheduledAt(asOf) + " " + task.polls() + " " + task.wakes() + " " + task.selfWakes() + " "
        + task.wakerClones() + " " + task.wakerDrops() + " " + task.lastWake() + " " + task.lastPollStarted() + " "
        + task.lastPollEnded();
  }

  private static String resource(ResourceRecord of) {
    return of.id() + " " + of.type() + " " + of.kind() + " " + of.runtimeId() + " " + of.location() + " "
        + of.attributes() + " " + of.createdAt() + " " + of.endedAt() + " " + of.ownerCount() + " " + of.waiterCount()
        + " " + of.operations() + " " + of.waits() + " " + of.waitNanos() + " " + of.longestWaitNanos() + " "
        + of.isAwaited();
  }

  private static String operation(OperationRecord of, long asOf) {
    return of.id() + " " + of.resourceId() + " " + of.taskId() + " " + of.source() + " " + of.isWaiting() + " "
        + of.polls() + " " + of.totalAt(asOf) + " " + of.lastPollAt();
  }

  private static String rest(Ingest ingest, RunModel model) {
    return model.tasks().asOf() + " " + model.tasks().lostEvents() + " " + model.resources().counts().droppedEvents()
        + " " + model.wakes().counts() + " " + model.incidents().counts().dropped() + " " + ingest.recorder() + " "
        + model.schedulers().workers() + " " + model.tasks().counts();
  }
}
