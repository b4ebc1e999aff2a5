package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.EndedTask;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.store.StoreException;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.RecorderState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HistoryApiTest {

  private static final TaskQuery EVERY = new TaskQuery("", "id", 10, null);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void history_ofAProgram_outlivesTheServer() throws Exception {
    var about = Wire.description("run-1").toBuilder().addCapabilities(Description.Capability.RECORDER).build();
    try (var program = FakeTarget.kioto(about,
        Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).task(2, "two", Wire.stats(0)).build())) {
      program.setRecorder(RecorderState.newBuilder().setCpuShare(0.5).build());
      var begun = Instant.now().minusSeconds(5);
      try (var server = ConsoleServer.builder().port(0).data(folder).start();
          var client = ConsoleClient.of(server.uri())) {
        var id = client.attach(program.address()).id();
        program.send(Wire.update(3000).stats(1, Wire.stats(0).setDroppedAt(Wire.at(2500))).build());
        await().atMost(Duration.ofSeconds(50)).untilAsserted(() -> {
          var idle = client.series(id, "tasks.idle", begun, Instant.now().plusSeconds(1), 1);
          assertThat(idle.unit()).isEqualTo("tasks");
          assertThat(idle.points()).last().matches(point -> point.mean() == 1);
          assertThat(client.series(id, "recorder.cpu", begun, Instant.now().plusSeconds(1), 60).points())
              .extracting(SeriesPoint::max).contains(0.5);
        });
        await().untilAsserted(() -> assertThat(client.endedTasks(id, null, "", 10, null).tasks())
            .extracting(EndedTask::name).containsExactly("one"));
        assertThat(client.history()).matches(history -> history.kept() && history.problem() == null
            && history.droppedWrites() == 0);
      }
      try (var server = ConsoleServer.builder().port(0).data(folder).attach(program.address()).start();
          var client = ConsoleClient.of(server.uri())) {
        var far = begun.minus(Duration.ofHours(1)); // more than is in memory
        assertThat(client.series("1", "tasks.idle", far, Instant.now(), 3600).points()).isNotEmpty();
        var ended = client.endedTasks("1", Instant.ofEpochSecond(Wire.START + 1), "ON", 10, null);
        assertThat(ended.tasks()).hasSize(1).first().matches(task -> task.totalNanos() == 2_500_000_000L);
        assertThat(client.endedTasks("1", Instant.ofEpochSecond(Wire.START + 3), "", 10, null).tasks()).isEmpty();

        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> ConsoleServer.builder().port(0).data(folder).start())
            .withMessageContaining("Another Kioto server");
      }
    }
  }

  @Test
  void server_withTemporaryData_tellsOfThePast_andLeavesNothing() throws Exception {
    Path recording;
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).data(folder).temporaryData().start();
        var client = ConsoleClient.of(server.uri())) {
      var id = client.attach(program.address()).id();
      recording = Path.of(client.record(id).address().substring("file:".length()));
      assertThat(client.history().kept()).isTrue();
      assertThat(recording).exists();
      await().untilAsserted(() -> assertThat(client.asOf(Instant.now()).tasks(id, EVERY).tasks()).hasSize(1));
    }
    assertThat(recording).doesNotExist();
    assertThat(recording.resolve("../../..").normalize()).exists();
    assertThat(recording.resolve("../..").normalize()).as("the server's folder").doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void series_withoutADataFolder_areThoseOfTheLastMinutes() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      var id = client.attach(program.address()).id();
      var begun = Instant.now().minusSeconds(5);

      await().untilAsserted(
          () -> assertThat(client.series(id, "tasks.total", begun, Instant.now().plusSeconds(1), 10).points())
              .last().matches(point -> point.mean() == 1));
      assertThat(client.history().kept()).isFalse();
      assertThat(client.seriesNames()).hasSizeGreaterThan(15);
      assertRefused("no-data-folder", () -> client.endedTasks(id, null, "", 10, null));
      assertRefused("parameter", () -> client.series(id, "nothing", begun, Instant.now(), 1));
      assertRefused("parameter", () -> client.series(id, "polls", Instant.EPOCH, Instant.now(), 1));
      assertRefused("parameter", () -> client.series(id, "polls", Instant.now(), begun, 1));
      assertRefused("parameter", () -> client.series(id, "polls", Instant.MIN, begun, 1));
    }
  }

  @Test
  void endedTasks_ofAProgramWhoseClockLies_areKeptAllTheSame() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(60_000).metadata()
        .task(1, "one", Wire.stats(0)).task(2, "two", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).data(folder).start();
        var client = ConsoleClient.of(server.uri())) {
      var id = client.attach(program.address()).id();
      program.send(Wire.update(61_000).stats(1, Wire.stats(0).setDroppedAt(Wire.at(1_000_000_000))).build());
      await().atMost(Duration.ofSeconds(50)).untilAsserted(() -> assertThat(ended(client, id)).containsExactly("one"));
      program.send(Wire.update(10_000).stats(2, Wire.stats(0).setDroppedAt(Wire.at(9_000))).build());
      await().atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(ended(client, id)).containsExactly("one", "two"));
    }
  }

  private static List<String> ended(ConsoleClient client, String id) throws Exception {
    return client.endedTasks(id, null, "", 10, null).tasks().stream().map(EndedTask::name).toList();
  }

  @Test
  void figures_thatAreNoNumbers_areLeftOut() throws Exception {
    var about = Wire.description("run-1", Description.Capability.RECORDER);
    try (var program = FakeTarget.kioto(about, Wire.update(0).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      program.setRecorder(RecorderState.newBuilder().setCpuShare(Double.POSITIVE_INFINITY)
          .setEventsPerSecond(Double.NaN).setMemoryBytes(7).build());
      var id = client.attach(program.address()).id();
      var begun = Instant.now().minusSeconds(5);

      await().untilAsserted(
          () -> assertThat(client.series(id, "recorder.memory", begun, Instant.now().plusSeconds(1), 1).points())
              .isNotEmpty());
      assertThat(client.series(id, "recorder.cpu", begun, Instant.now().plusSeconds(1), 1).points()).isEmpty();
      assertThat(client.target(id).recorder()).matches(
          recorder -> recorder != null && recorder.cpuShare() == 0 && recorder.eventsPerSecond() == 0);
    }
  }

  @Test
  void schedulingDelays_areThoseOfThePollsThatWereTold() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"),
        Wire.update(60_000).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      var id = client.attach(program.address()).id();
      var begun = Instant.now().minusSeconds(5);
      await().until(() -> !client.series(id, "tasks.total", begun, Instant.now().plusSeconds(1), 1).points().isEmpty());
      program.send(Wire.update(61_000).stats(1, Wire.stats(0)
          .setScheduledTime(Wire.millis(5)).setPollStats(Wire.stats(0).getPollStats().toBuilder().setPolls(3)))
          .build());

      for (var name : List.of("tasks.delay.p50", "tasks.delay.p99", "tasks.delay.max")) {
        await().untilAsserted(
            () -> assertThat(client.series(id, name, begun, Instant.now().plusSeconds(1), 1).points()).isNotEmpty()
                .allMatch(point -> Math.abs(point.mean() - 2e6) < 66_000));
      }
    }
  }

  private static void assertRefused(String type, ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo("urn:kioto:problem:" + type));
  }
}
