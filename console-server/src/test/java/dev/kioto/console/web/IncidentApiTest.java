package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.IncidentKind;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.FileRequest;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.TaskStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target saw go wrong inside itself, through collector, web API and client.
@Timeout(60)
final class IncidentApiTest {

  private static ConsoleServer server;
  private static ConsoleClient client;
  private static FakeTarget kioto;
  private static FakeTarget tokio;
  private static String id;
  private static String rust;

  @BeforeAll
  static void start() throws Exception {
    kioto = FakeTarget.kioto(Wire.description("run-1", Capability.INCIDENTS),
        Wire.update(60_000).metadata().task(1, "left", Wire.stats(0)).task(2, "right", Wire.stats(0)).build());
    var told = IncidentsUpdate.newBuilder().setNow(Wire.at(60_000)).setDroppedIncidents(3);
    for (int i = 1; i <= 5; i++) {
      told.addIncidents(incident(i, Incident.Kind.LONG_POLL).setTaskId(1 + i % 2).setWorker(0)
          .setStack(TaskStack.newBuilder().addFrames(Frame.newBuilder().setClassName("Server").setMethod("work"))));
    }
    told.addIncidents(incident(6, Incident.Kind.LATE_TIMER).setCount(4));
    kioto.setIncidents(told.build());
    tokio = FakeTarget.tokio(Wire.update(60_000).metadata().task(1, "rusty", Wire.stats(0)).build());
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    id = client.attach(kioto.address()).id();
    rust = client.attach(tokio.address()).id();
    await().untilAsserted(() -> assertThat(client.incidents(id, ListQuery.DEFAULT).total()).isEqualTo(6));
  }

  private static Incident.Builder incident(long number, Incident.Kind kind) {
    return Incident.newBuilder().setId(number).setKind(kind).setRuntimeId(1).setAt(Wire.at(1000 * number))
        .setLength(Wire.millis(10 * number));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    kioto.close();
    tokio.close();
  }

  @Test
  void incidents_newestFirst_sayWhatHappenedToWhom() {
    var page = client.incidents(id, ListQuery.DEFAULT);

    assertThat(page.droppedIncidents()).isEqualTo(3);
    assertThat(page.incidents()).extracting(incident -> incident.id()).containsExactly("6", "5", "4", "3", "2", "1");
    assertThat(page.incidents().getFirst()).satisfies(timer -> {
      assertThat(timer.kind()).isEqualTo(IncidentKind.LATE_TIMER);
      assertThat(timer.count()).isEqualTo(4);
      assertThat(timer.task()).isNull();
      assertThat(timer.worker()).isNull();
    });
    assertThat(page.incidents().getLast()).satisfies(poll -> {
      assertThat(poll.task()).isEqualTo(new TaskRef("2", "right"));
      assertThat(poll.worker()).isZero();
      assertThat(poll.lengthNanos()).isEqualTo(10_000_000);
      assertThat(poll.stack()).singleElement().extracting(frame -> frame.method()).isEqualTo("work");
    });
  }

  @Test
  void parts_withACursor_areTheWholeListOnce() {
    var query = ListQuery.DEFAULT.with("kind", "long-poll").withSort("length").withLimit(2);
    var seen = new ArrayList<String>();
    var page = client.incidents(id, query);
    page.incidents().forEach(incident -> seen.add(incident.id()));
    while (page.nextCursor() != null) {
      page = client.incidents(id, query.withCursor(page.nextCursor()));
      page.incidents().forEach(incident -> seen.add(incident.id()));
    }

    assertThat(page.matched()).isEqualTo(5);
    assertThat(seen).isEqualTo(List.of("1", "2", "3", "4", "5"));
    assertThat(client.incidents(id, ListQuery.DEFAULT.with("task", "1")).matched()).isEqualTo(2);
  }

  @Test
  void table_asCsv_hasARowForEach() throws IOException {
    try (var in = client.file(FileRequest.ofTarget(id, "incidents", Map.of("format", "csv", "sort", "id")))) {
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();

      assertThat(lines).hasSize(7);
      assertThat(lines.getFirst()).startsWith("id,kind,");
      assertThat(lines.get(1)).startsWith("1,long-poll,");
    }
  }

  @ParameterizedTest
  @CsvSource({"kind, nonsense, 400, long-poll", "task, x, 400, an id", "sort, x, 400, length", "nope, 1, 400, kind"})
  void parameter_thatCannotBeMeant_isRefused(String name, String value, int status, String right) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.incidents(id, ListQuery.DEFAULT.with(name, value)))
        .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(status)).withMessageContaining(right);
  }

  @Test
  void program_thatCannotTell_isSaidToBeOne() {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.incidents(rust, ListQuery.DEFAULT))
        .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(501));
  }
}
