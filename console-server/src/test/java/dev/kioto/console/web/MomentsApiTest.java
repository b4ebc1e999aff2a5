package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the server answers as of a moment of the past.
@Timeout(120)
final class MomentsApiTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir
  private Path folder = Path.of("");

  private JsonNode get(ConsoleServer server, String path, int status) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.uri() + "api/v1/" + path)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return ApiJson.mapper().readTree(answer.body());
  }

  private static FakeTarget program() throws Exception {
    var about = Wire.description("run-1", Capability.WORKERS, Capability.RESOURCES, Capability.INCIDENTS);
    var program = FakeTarget.kioto(about, Wire.update(1000).metadata().task(1, "one", Wire.stats(0))
        .task(2, "two", Wire.stats(0)).build());
    program.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(1000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setPolls(99)).build());
    program.setIncidents(IncidentsUpdate.newBuilder().setNow(Wire.at(1000)).addIncidents(incident(1)).build());
    program.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(1000)).addResources(Wire.mutex(5, 1, 2))
        .addOperations(Wire.waiting(6, 5, 2, 900)).build());
    return program;
  }

  private static Incident.Builder incident(long id) {
    return Incident.newBuilder().setId(id).setKind(Incident.Kind.LONG_POLL).setTaskId(1).setAt(Wire.at(500))
        .setLength(Wire.millis(300));
  }

  @Test
  void tables_asOfAMoment_areWhatTheyWere_afterAnotherStartToo() throws Exception {
    try (var program = program()) {
      Instant before;
      try (var server = ConsoleServer.builder().port(0).data(folder).start()) {
        var target = server.collector().attach(program.address()).target();
        await().untilAsserted(() -> assertThat(target.model().counts().total()).isEqualTo(2));
        await().untilAsserted(() -> assertThat(target.workers().all()).hasSize(1));
        await().untilAsserted(() -> assertThat(target.run().model().resources().counts().operations()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(target.run().model().incidents().counts().incidents()).isEqualTo(1));
        before = Instant.now();
        program.sendIncidents(IncidentsUpdate.newBuilder().setNow(Wire.at(2500)).addIncidents(incident(2)).build());
        program.sendResources(ResourcesUpdate.newBuilder().setNow(Wire.at(2500)).addResources(Wire.mutex(5, 2))
            .addOperations(Wire.waiting(6, 5, 2, 900).setIsWaiting(false).setEndedAt(Wire.at(2400))).build());
        program.send(Wire.update(3000).stats(1, Wire.stats(0).setDroppedAt(Wire.at(2500)))
            .task(3, "three", Wire.stats(2000)).build());
        await().untilAsserted(() -> assertThat(target.model().counts().completed()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(target.run().model().incidents().counts().incidents()).isEqualTo(2));
        var after = Instant.now();

        assertThat(get(server, "targets/1/tasks?asOf=" + before, 200).findValuesAsText("name"))
            .containsExactly("one", "two");
        var then = get(server, "targets/1/tasks?sort=id&limit=1&asOf=" + after, 200);
        assertThat(then.path("total").asInt()).isEqualTo(3);
        var rest = get(server, "targets/1/tasks?sort=id&limit=9&asOf=" + after + "&cursor="
            + then.path("nextCursor").asText(), 200);
        assertThat(rest.findValuesAsText("name")).containsExactly("two", "three");
        assertThat(get(server, "targets/1/tasks/1?asOf=" + before, 200).findValuesAsText("state")).contains("IDLE");
        assertThat(get(server, "targets/1/tasks/1?asOf=" + after, 200).findValuesAsText("state"))
            .contains("COMPLETED");
        get(server, "targets/1/tasks/3?asOf=" + before, 404);
        assertThat(get(server, "targets/1/wait-for?asOf=" + before, 200).path("waits")).hasSize(1);
        assertThat(get(server, "targets/1/workers?asOf=" + before, 200).at("/workers/0/polls").asLong()).isEqualTo(99);
        assertThat(get(server, "targets/1/incidents?asOf=" + before, 200).path("total").asInt()).isEqualTo(1);
        assertThat(get(server, "targets/1/incidents?asOf=" + after, 200).path("total").asInt()).isEqualTo(2);
        assertThat(get(server, "targets/1/groups?by=state&asOf=" + before, 200).path("groups")).hasSize(1);
        assertThat(get(server, "targets/1/resources?run=run-1&asOf=" + before, 200).path("resources")).hasSize(1);
        assertThat(get(server, "targets/1/resources?run=run-2&asOf=" + before, 404).path("type").asText())
            .isEqualTo("urn:kioto:problem:unknown-run");
        var unknown = get(server, "targets/1/tasks?asOf=2020-01-31T12:00:00Z", 404);
        assertThat(unknown.path("type").asText()).isEqualTo("urn:kioto:problem:unknown-moment");
        assertThat(unknown.path("detail").asText()).contains("is kept from");
      }
      try (var server = ConsoleServer.builder().port(0).data(folder).attach(program.address()).start()) {
        assertThat(get(server, "targets/1/tasks?asOf=" + before, 200).findValuesAsText("name"))
            .containsExactly("one", "two");
      }
    }
  }

  @Test
  void tables_asOfAMomentOfARecording_doNotMoveIt() throws Exception {
    try (var program = program(); var server = ConsoleServer.builder().port(0).start()) {
      var path = folder.resolve("one.kiorec");
      var target = server.collector().attach(program.address()).target();
      Instant before;
      try (var recording = target.record(path)) {
        await().untilAsserted(() -> assertThat(program.watchers()).isEqualTo(2));
        await().untilAsserted(() -> assertThat(recording.progress().messages()).isGreaterThanOrEqualTo(4));
        before = Instant.now();
        program.send(Wire.update(3000).task(3, "three", Wire.stats(2000)).build());
        await().untilAsserted(() -> assertThat(target.model().counts().total()).isEqualTo(3));
        await().untilAsserted(() -> assertThat(recording.progress().messages()).isGreaterThanOrEqualTo(5));
      }
      var played = server.collector().attach("file:" + path).target();
      await().untilAsserted(() -> assertThat(played.playback()).matches(playback -> playback.ended()));

      assertThat(get(server, "targets/2/tasks?asOf=" + before, 200).findValuesAsText("name"))
          .containsExactly("one", "two");
      played.play(Instant.parse("2500-01-01T00:00:00Z"), null, true);
      var playback = played.playback();
      assertThat(playback).isNotNull();
      assertThat(playback.position()).as("long after the end").isEqualTo(playback.to());
      assertThat(get(server, "targets/2/trail", 200).path("to").asText()).isEqualTo(playback.to().toString());
      assertThat(get(server, "targets/1/trail", 501).path("type").asText())
          .isEqualTo("urn:kioto:problem:no-data-folder");
      assertThat(get(server, "targets/2/tasks", 200).findValuesAsText("name")).containsExactly("one", "two", "three");
      assertThat(get(server, "targets/1/tasks?asOf=" + before, 501).path("type").asText())
          .isEqualTo("urn:kioto:problem:no-data-folder");
    }
  }
}
