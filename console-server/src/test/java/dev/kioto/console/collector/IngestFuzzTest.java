package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.Selection;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.time.Duration;
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
          .setId(1).setName("r").addSettings(Setting.newBuilder().setName("a").setValue("b"))).build()));

  private final Ingest ingest = new Ingest(new Retention(Duration.ofSeconds(5), 10, 100));
  private int taken;

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
    assertThat(ingest.runs().all().size()).isLessThanOrEqualTo(Runs.MOST_FORMER + 1);
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
