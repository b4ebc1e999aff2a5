package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TablesTest {

  private static final int TASKS = 45_000; // three parts

  private static FakeTarget program;
  private static ConsoleServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    var first = Wire.update(60_000).metadata();
    for (int i = 1; i <= TASKS; i++) first.task(i, i % 3 == 0 ? "=three" : "other, one", Wire.stats(i));
    program = FakeTarget.kioto(Wire.description("run-1", Capability.WORKERS, Capability.RESOURCES, Capability.WAKES),
        first.build());
    program.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(60_000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setPolls(5)).build());
    program.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(60_000)).addResources(Wire.mutex(11, 1, 2))
        .addOperations(Wire.waiting(101, 11, 2, 20_000)).build());
    program.setWakes(WakesUpdate.newBuilder().setNow(Wire.at(60_000))
        .addEdges(WakeEdge.newBuilder().setFromTask(1).setToTask(2).setWakes(40)).build());
    server = ConsoleServer.builder().port(0).start();
    var target = server.collector().attach(program.address()).target();
    await().until(() -> target.snapshot().tasks().total() == TASKS && target.run().model().wakes().counts().edges() == 1
        && target.run().model().schedulers().workers().all().size() == 1
        && target.run().model().resources().counts().resources() == 1);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
    program.close();
  }

  @Test
  void tasksAsCsv_areAllOfThemOnce() throws Exception {
    var answer = get("/tasks?format=csv", "*/*");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow()).contains("tasks.csv");
    var lines = answer.body().lines().toList();
    assertThat(lines).hasSize(TASKS + 1).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).startsWith("id,taskId,parentId,name,kind,state,");
    assertThat(lines.get(1)).startsWith("1,1001,,\"other, one\",task,IDLE,");
    assertThat(lines.get(3)).startsWith("3,1003,,'=three,task,");
  }

  @Test
  void tasksAsLines_areObjectsLikeThoseOfTheList() throws Exception {
    var lines = get("/tasks?filter=name:three&limit=2", "application/jsonl").body().lines().toList();

    assertThat(lines).hasSize(2);
    assertThat(ApiJson.mapper().readTree(lines.getFirst()).get("id").textValue()).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({"/resources, id, 1", "/operations, id, 1", "/wakes, from.id, 1", "/workers, runtimeId, 1",
      "/groups?by=name, key, 2", "/series?name=tasks.total, at, -1", "/tasks/1/children, id, 0", "/diagnoses, id, -1"})
  void tables_areFilesToo(String path, String firstColumn, int rows) throws Exception {
    var answer = get(path, "text/csv");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var lines = answer.body().lines().toList();
    assertThat(lines.getFirst()).startsWith(firstColumn + ",");
    if (rows >= 0) assertThat(lines).hasSize(rows + 1);
  }

  @Test
  void list_forWhoeverAcceptsAnything_isJson() throws Exception {
    for (var accept : List.of("*/*", "application/json, text/csv;q=0.5", "text/html")) {
      assertThat(get("/tasks?limit=1", accept).headers().firstValue("Content-Type")).contains("application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tasks?format=xml", "/tasks?format=csv&limit=0", "/tasks?format=csv&cursor=x",
      "/tasks?format=csv&filter=(", "/wakes?format=csv&sort=x", "/workers?format=csv&cursor=x"})
  void request_thatCannotBeFollowed_isRefusedAsAProblem(String path) throws Exception {
    var answer = get(path, "text/csv");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void file_thatCannotBeEnded_isBrokenOff() {
    var row = new TaskRef("1", "x".repeat(100_000));
    var app = Javalin.create(config -> config.routes.get("/", request -> Tables.<TaskRef, Integer>send(request, "rows",
        TaskRef.class, (place, _) -> {
          if (place != null) throw new IllegalStateException("no more");
          return new Tables.Part<>(List.of(row, row), 1);
        }))).start("127.0.0.1", 0);
    try {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + "/?format=csv")).build();

      assertThatIOException().isThrownBy(() -> http.send(request, BodyHandlers.ofString()));
    } finally {
      app.stop();
    }
  }

  private static HttpResponse<String> get(String path, String accept) throws Exception {
    var uri = URI.create(server.uri() + "api/v1/targets/1" + path.replace("(", "%28"));
    return http.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
  }
}
