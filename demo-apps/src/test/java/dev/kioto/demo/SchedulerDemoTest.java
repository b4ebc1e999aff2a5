package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a console sees it: over gRPC, by the tokio-console protocol.
@Timeout(120)
final class SchedulerDemoTest {

  private final Map<Long, List<String>> fieldNames = new HashMap<>(); // by metadata
  private final Map<Long, Task> tasks = new HashMap<>();
  private final Map<Long, Stats> stats = new HashMap<>();

  @Test
  void demo_runs_showsEveryPartAndKeepsPolling() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "--instrument-port", "0", "--tasks", "40")) {
      var channel = Grpc.newChannelBuilderForAddress("127.0.0.1", demo.port(), InsecureChannelCredentials.create())
          .build();
      try {
        watch(channel);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private void watch(ManagedChannel channel) {
    var updates = InstrumentGrpc.newBlockingStub(channel)
        .withDeadlineAfter(90, TimeUnit.SECONDS)
        .watchUpdates(InstrumentRequest.getDefaultInstance());
    while (names("session-") < 40) apply(updates.next()); // a snapshot may come in parts
    assertThat(names("session-")).isEqualTo(40);
    for (var name : List.of("accept", "orders-read", "metrics-store", "indexer-7", "ledger-writer-4", "ping-0",
        "pong-2",
        "statistics", "snapshot")) {
      assertThat(names(name)).as(name).isEqualTo(1);
    }
    long polls = polls(any -> true);
    long ledger = polls(name -> name.startsWith("ledger-writer-"));
    long indexers = polls(name -> name.startsWith("indexer-"));

    // Until what comes and goes has been seen, and everything else has gone on.
    boolean seen = false;
    while (!seen) {
      apply(updates.next());
      seen = names("connection-") > 3 && names("refresh-entry") >= 24 && names("cleanup-step") >= 12
          && names("compress") > 0 && names("fan-out-part") >= 12 && names("skewed-part") >= 16 && ended() > 0
          && polls(any -> true) > polls + 200
          && polls(name -> name.startsWith("ledger-writer-")) > ledger + 20
          && polls(name -> name.startsWith("indexer-")) > indexers + 20;
    }
    assertThat(stats.values()).allSatisfy(SchedulerDemoTest::isConsistent);
  }

  private void apply(Update update) {
    assertThat(update.getTaskUpdate().getDroppedEvents()).isZero();
    for (var registered : update.getNewMetadata().getMetadataList()) {
      fieldNames.put(registered.getId().getId(), registered.getMetadata().getFieldNamesList());
    }
    for (var task : update.getTaskUpdate().getNewTasksList()) tasks.put(task.getId().getId(), task);
    stats.putAll(update.getTaskUpdate().getStatsUpdateMap());
  }

  private long names(String prefix) {
    return tasks.values().stream().filter(task -> name(task).startsWith(prefix)).count();
  }

  private long polls(Predicate<String> byName) {
    return tasks.values().stream()
        .filter(task -> byName.test(name(task)))
        .mapToLong(
            task -> stats.getOrDefault(task.getId().getId(), Stats.getDefaultInstance()).getPollStats().getPolls())
        .sum();
  }

  private long ended() {
    return stats.values().stream().filter(Stats::hasDroppedAt).count();
  }

  private String name(Task task) {
    return task.getFieldsList().stream()
        .filter(field -> nameOf(field).equals("task.name"))
        .map(Field::getStrVal)
        .findFirst()
        .orElse("");
  }

  private String nameOf(Field field) {
    if (field.hasStrName()) return field.getStrName();
    return fieldNames.getOrDefault(field.getMetadataId().getId(), List.of()).get((int) field.getNameIdx());
  }

  private static void isConsistent(Stats task) {
    assertThat(task.hasCreatedAt()).isTrue();
    assertThat(task.hasPollStats()).isTrue();
    assertThat(task.getSelfWakes()).isLessThanOrEqualTo(task.getWakes());
    if (!task.hasDroppedAt()) return;
    long lifetime = nanos(task.getDroppedAt()) - nanos(task.getCreatedAt());
    assertThat(nanos(task.getPollStats().getBusyTime()) + nanos(task.getScheduledTime())).isBetween(0L, lifetime);
  }

  private static long nanos(Timestamp at) {
    return at.getSeconds() * 1_000_000_000 + at.getNanos();
  }

  private static long nanos(Duration duration) {
    return duration.getSeconds() * 1_000_000_000 + duration.getNanos();
  }
}
