package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.Diagnosis;
import dev.kioto.console.diagnosis.Engine;
import dev.kioto.console.diagnosis.Rules;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.Selection;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.Totals;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages of both protocols with bytes changed, dropped and doubled: whatever still is a message is taken in without an
/// exception, and what is known can be read.
@Timeout(600)
final class IngestFuzzTest {

  private static final int ROUNDS = 20_000 * Integer.getInteger("kioto.fuzz.rounds", 1);
  private static final long SEED = Long.getLong("kioto.fuzz.seed", 7);
  private static final Map<MessageKind, List<MessageLite>> SEEDS = Map.of(
      MessageKind.CONNECTED, List.of(Wire.description("run-1", Capability.RESOURCES, Capability.WAKES),
          Wire.description("run-2")),
      MessageKind.UPDATE, List.of(
          Wire.update(9000).metadata().task(1, "a", Wire.stats(0)).child(2, "b", 1, Wire.stats(5)).resource(5, "Mutex")
              .operation(6, 5, 1).dropped(3).build(),
          Wire.update(9900).stats(1, Wire.stats(0).setDroppedAt(Wire.at(9000))).build()),
      MessageKind.RESOURCES, List.of(ResourcesUpdate.newBuilder().setNow(Wire.at(9))
          .addResources(Wire.mutex(11, 1, 2)).addResources(Wire.mutex(12, 2, 1))
          .addOperations(Wire.waiting(101, 12, 1, 2)).addOperations(Wire.waiting(102, 11, 2, 3)).build()),
      MessageKind.WAKES, List.of(WakesUpdate.newBuilder().setNow(Wire.at(9))
          .addEdges(WakeEdge.newBuilder().setSlot(3).setFromTask(1).setToTask(2).setWakes(4)).build()),
      MessageKind.WORKERS, List.of(WorkersUpdate.newBuilder().setNow(Wire.at(9))
          .addWorkers(Worker.newBuilder().setRuntimeId(1).setThreadName("w").setPolls(4)).build()),
      MessageKind.RUNTIMES, List.of(RuntimesUpdate.newBuilder().setNow(Wire.at(9)).addRuntimes(RuntimeState.newBuilder()
          .setId(1).setName("r").addSettings(Setting.newBuilder().setName("a").setValue("b"))).build()),
      MessageKind.RECORDER, List.of(
          RecorderState.newBuilder().setNow(Wire.at(9)).setLevel(Level.TRACE).setWantedLevel(Level.TRACE)
              .setCpuShare(0.01).setEventsPerSecond(1e6).setCpuTime(Wire.millis(9)).setDroppedEvents(3).build(),
          RecorderState.newBuilder().setNow(Wire.at(10)).setLevel(Level.COUNTS).setWantedLevel(Level.TASKS)
              .setLoweredBecause("it took too much").setTimesLowered(1)
              .setTotals(Totals.newBuilder().setSpawned(7).setPolls(-1)).build()),
      MessageKind.INCIDENTS, List.of(
          IncidentsUpdate.newBuilder().setNow(Wire.at(9)).setLongPoll(Wire.millis(10)).setPeriod(Wire.millis(5))
              .addIncidents(incident(1, Incident.Kind.LONG_POLL).setOngoing(true).setWorker(1).setStack(stack()))
              .addIncidents(incident(2, Incident.Kind.DRIVER_STALL).addTasks(1).addTasks(2)).build(),
          IncidentsUpdate.newBuilder().setNow(Wire.at(10)).setDroppedIncidents(5)
              .addIncidents(incident(1, Incident.Kind.LONG_POLL))
              .addIncidents(incident(3, Incident.Kind.BUDGET_EXHAUSTED).setCount(300).setCrowded(0.5))
              .addIncidents(incident(4, Incident.Kind.BLOCK_IN_PLACE_WITH_LOCK).setResourceId(11).setText("Mutex"))
              .build()));

  private static Incident.Builder incident(long id, Incident.Kind kind) {
    return Incident.newBuilder().setId(id).setKind(kind).setRuntimeId(1).setTaskId(id).setAt(Wire.at(9))
        .setLength(Wire.millis(30)).setOwn(Wire.millis(20)).setStopped(Wire.millis(10));
  }

  private static TaskStack stack() {
    return TaskStack.newBuilder().setTaskId(1)
        .addFrames(Frame.newBuilder().setClassName("a.B").setMethod("c").setFile("B.java").setLine(3)).build();
  }

  private final Ingest ingest = new Ingest(new Retention(Duration.ofSeconds(5), 10, 100));
  private int taken;

  @Test
  void seeds_areOfEveryKindOfMessage() {
    assertThat(SEEDS).containsOnlyKeys(MessageKind.ALL);
  }

  @Test
  void changedMessages_areTakenInOrNoMessages() {
    var random = new SplittableRandom(SEED);
    var kinds = List.copyOf(SEEDS.keySet()).stream().sorted().toList();
    for (int i = 0; i < ROUNDS; i++) {
      var kind = kinds.get(random.nextInt(kinds.size()));
      var seeds = SEEDS.getOrDefault(kind, List.of());
      feed(kind, changed(seeds.get(random.nextInt(seeds.size())).toByteArray(), random));
      if (i % 500 == 0) read();
    }
    assertThat(taken).as("most changes leave a message").isGreaterThan(ROUNDS / 10);
  }

  private void feed(MessageKind kind, byte[] bytes) {
    MessageLite message;
    try {
      message = kind.parse(bytes);
    } catch (InvalidProtocolBufferException _) {
      return; // what gRPC refuses
    }
    ingest.take(kind, message);
    taken++;
  }

  private void read() {
    var model = ingest.run().model();
    model.resources().cycles(10);
    var rows = model.resources().resources(new Selection<>((_, _) -> true, (r, _) -> r.waitNanos(), true, null, 10),
        (resource, asOf) -> resource.type() + resource.createdAt() + asOf);
    assertThat(rows.total()).isLessThanOrEqualTo(100);
    var tasks = model.tasks().counts();
    assertThat(tasks.total()).isBetween(0, 100);
    assertThat(Math.min(Math.min(tasks.running(), tasks.scheduled()), Math.min(tasks.idle(), tasks.completed())))
        .isNotNegative();
    var incidents = model.incidents().list(_ -> true, 1000);
    assertThat(incidents).hasSizeLessThanOrEqualTo(1000).allSatisfy(one -> assertThat(one.toString()).isNotEmpty());
    look(model);
    assertThat(ingest.runs().all().size()).isLessThanOrEqualTo(Runs.MOST_FORMER + 1);
  }

  // A detector that fails is a defect of it, whatever the program said.
  private static void look(RunModel model) {
    var failures = new ArrayList<RuntimeException>();
    try (var engine = new Engine(model, new Engine.Listener() {
      @Override
      public void changed(Diagnosis diagnosis) {
        assertThat(diagnosis.finding().sentence()).isNotBlank();
      }

      @Override
      public void failed(Detector detector, RuntimeException why) {
        failures.add(why);
      }
    })) {
      engine.look(Rules.STANDARD, Map.of());
      assertThat(engine.found().detectors()).as("or it has told of no task").satisfiesAnyOf(
          all -> assertThat(all).isNotEmpty(), _ -> assertThat(model.tasks().asOf()).isZero());
    }
    assertThat(failures).isEmpty();
  }

  private static byte[] changed(byte[] bytes, SplittableRandom random) {
    var changed = bytes.clone();
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && changed.length > 1; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed = Arrays.copyOf(changed, at);
        default -> {
          var doubled = Arrays.copyOf(changed, changed.length + changed.length - at);
          System.arraycopy(changed, at, doubled, changed.length, changed.length - at);
          changed = doubled;
        }
      }
    }
    return changed;
  }
}
