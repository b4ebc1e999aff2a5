package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Problem;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.TaskStack;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleServerTest {

  private static ConsoleServer server;
  private static FakeTarget program;
  private static String id;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    var snapshot = Wire.update(60_000).metadata();
    for (int i = 1; i <= 25; i++) snapshot.task(i, i % 2 == 0 ? "even" : "odd", Wire.stats(i * 1000L));
    program = FakeTarget.kioto(Wire.description("run-1"), snapshot.build());
    program.setStack(TaskStack.newBuilder().setTaskId(3).setAt(Wire.at(1)).setKind(TaskStack.Kind.NO_STACK)
        .setExplanation("A future has no stack between polls.").build());
    server = ConsoleServer.builder().port(0).start();
    http = HttpClient.newHttpClient();
    var attached = post("/api/v1/targets", "{\"address\":\"" + program.address() + "\"}");
    assertThat(attached.statusCode()).isEqualTo(201);
    id = json(attached).get("id").textValue();
    assertThat(attached.headers().firstValue("Location")).contains("/api/v1/targets/" + id);
    await().untilAsserted(
        () -> assertThat(json(get("/api/v1/targets/" + id)).at("/tasks/total").intValue()).isEqualTo(25));
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
    program.close();
  }

  @Test
  void health_answers() throws Exception {
    var answer = get("/api/v1/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("status").textValue()).isEqualTo("ok");
    assertThat(json(answer).get("uptimeMillis").longValue()).isNotNegative();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void pagesForPeople_areThere() throws Exception {
    assertThat(get("/").body()).contains("/api/v1/targets/{id}/tasks");
    assertThat(get("/favicon.ico").headers().firstValue("Content-Type")).contains("image/svg+xml");
  }

  @Test
  void targets_areListed() throws Exception {
    var target = json(get("/api/v1/targets")).get("targets").get(0);

    assertThat(target.get("address").textValue()).isEqualTo(program.address());
    assertThat(target.get("state").textValue()).isEqualTo("CONNECTED");
    assertThat(target.get("droppedEvents").textValue()).isEqualTo("0");
    assertThat(target.has("error")).isFalse();
  }

  @Test
  void tasks_timesOfEachRow_addUpToItsAgeAtTheInstantOfTheList() throws Exception {
    var page = json(get(tasks("")));

    assertThat(page.get("total").intValue()).isEqualTo(25);
    assertThat(page.get("tasks")).hasSize(25);
    assertThat(page.get("nextCursor").isNull()).isTrue();
    var asOf = Instant.parse(page.get("asOf").textValue());
    for (var task : page.get("tasks")) {
      long total = nanos(task, "totalNanos");
      assertThat(nanos(task, "busyNanos") + nanos(task, "scheduledNanos") + nanos(task, "idleNanos")).isEqualTo(total);
      var created = Instant.parse(task.get("createdAt").textValue());
      assertThat(Duration.between(created, asOf).toNanos()).isEqualTo(total);
    }
    var oldest = page.get("tasks").get(0);
    assertThat(oldest.get("id").textValue()).isEqualTo("1");
    assertThat(oldest.get("taskId").textValue()).isEqualTo("1001");
    assertThat(oldest.get("location").textValue()).isEqualTo("Server.java:12:5");
    assertThat(oldest.at("/fields/size.bytes").textValue()).isEqualTo("64");
  }

  @Test
  void tasks_partByPart_areAllThereOnce() throws Exception {
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page = json(get(tasks("?limit=4&sort=name&filter=name:odd" + cursor)));
      assertThat(page.get("matched").intValue()).isEqualTo(13);
      page.get("tasks").forEach(task -> seen.add(task.get("id").textValue()));
      cursor = page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").textValue();
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(13);
    assertThat(new HashSet<>(seen)).hasSize(13);
  }

  @Test
  void task_isShownWithItsHistograms() throws Exception {
    var task = json(get(tasks("/2")));

    assertThat(task.get("name").textValue()).isEqualTo("even");
    assertThat(task.get("pollTimes").isNull()).isTrue();
    assertThat(task.has("asOf")).isTrue();
  }

  @Test
  void stack_isShown() throws Exception {
    assertThat(json(get(tasks("/3/stack"))).get("kind").textValue()).isEqualTo("NO_STACK");
    assertThat(problem(get(tasks("/4/stack"))).status()).as("the program has forgotten it").isEqualTo(404);
  }

  @Test
  void workers_areShown() throws Exception {
    assertThat(json(get("/api/v1/targets/" + id + "/workers")).get("workers")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      /api/v1/nothing                          | 404 | unknown-path    | '/api/v1/nothing'
      /api/v1/targets/99                       | 404 | unknown-target  | 'no target '99'
      /api/v1/targets/99/tasks                 | 404 | unknown-target  | '99'
      /api/v1/targets/99/tasks/1/stack         | 404 | unknown-target  | '99'
      /api/v1/targets/99/workers               | 404 | unknown-target  | '99'
      /api/v1/targets/ID/tasks/4711            | 404 | unknown-task    | '4711'
      /api/v1/targets/ID/tasks/abc             | 404 | unknown-task    | 'abc'
      /api/v1/targets/ID/tasks/-1/stack        | 404 | unknown-task    | '-1'
      /api/v1/targets/ID/tasks?filter=idle%3E5 | 400 | filter-syntax   | has no unit
      /api/v1/targets/ID/tasks?sort=nothing    | 400 | sort-syntax     | 'nothing'
      /api/v1/targets/ID/tasks?limit=0         | 400 | parameter       | from 1 to 1000
      /api/v1/targets/ID/tasks?limit=1001      | 400 | parameter       | '1001'
      /api/v1/targets/ID/tasks?limit=ten       | 400 | parameter       | 'ten'
      /api/v1/targets/ID/tasks?cursor=garbage  | 400 | cursor          | 'garbage'
      /api/v1/targets/ID/tasks?fitler=x        | 400 | parameter       | 'fitler'
      /api/v1/targets/ID/tasks/window          | 426 | upgrade-required| WebSocket
      /api/v1/health?x=1                       | 400 | parameter       | none
      /api/v1/filter/complete?text=a&at=2      | 400 | parameter       | from 0 to 1
      /api/v1/targets/ID/groups?by=idle        | 400 | sort-syntax     | not a text
      /api/v1/targets/ID/groups?having=task:1  | 400 | filter-syntax   | did you mean 'tasks'
      /api/v1/targets/99/groups                | 404 | unknown-target  | '99'
      /api/v1/stream                           | 426 | upgrade-required| WebSocket
      /api/v1/filter/complete?of=parcels       | 400 | parameter       | 'parcels' cannot be filtered: write
      """)
  void request_thatCannotBeAnswered_isAProblem(String path, int status, String type, String detail) throws Exception {
    var problem = problem(get(path.replace("ID", id)));

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.type()).isEqualTo("urn:kioto:problem:" + type);
    assertThat(problem.detail()).contains(detail.replace("'no target", "no target"));
    assertThat(problem.instance()).isNotBlank();
  }

  @Test
  void filter_thatDoesNotParse_isRefusedWithThePlace() throws Exception {
    var problem = problem(get(tasks("?filter=" + encode("conn stat:idle"))));

    assertThat(problem.position()).isEqualTo(5);
    assertThat(problem.detail()).contains("did you mean 'state'?");
  }

  @Test
  void filter_thatWouldRunForEver_isRefused() throws Exception {
    program.send(Wire.update(61_000).task(777, "a".repeat(40) + "!", Wire.stats(60_000)).build());
    await().untilAsserted(() -> assertThat(get(tasks("/777")).statusCode()).isEqualTo(200));

    var problem = problem(get(tasks("?filter=" + encode("name~\"^(a+)+\\1b$\""))));

    assertThat(problem.type()).endsWith("filter-cost");
    program.send(Wire.update(61_000).stats(777, Wire.stats(60_000).setDroppedAt(Wire.at(0))).build());
    program.send(Wire.update(60_000 + 3_600_000).build());
    await().untilAsserted(() -> assertThat(get(tasks("/777")).statusCode()).isEqualTo(404));
    program.send(Wire.update(60_000).build());
  }

  @Test
  void cursor_ofAnotherList_isRefused() throws Exception {
    var cursor = json(get(tasks("?limit=3"))).get("nextCursor").textValue();

    assertThat(problem(get(tasks("?limit=3&sort=name&cursor=" + cursor))).detail()).contains("another filter or sort");
    assertThat(problem(get(tasks("?cursor=" + cursor.substring(1)))).status()).isEqualTo(400);
    assertThat(problem(get(tasks("?cursor=" + cursor.substring(0, 9)))).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      PUT    | /api/v1/targets   | GET, POST
      DELETE | /api/v1/health    | GET
      POST   | /api/v1/targets/1 | GET, DELETE
      """)
  void method_thatIsNotAllowed_isRefusedWithThoseThatAre(String method, String path, String allowed) throws Exception {
    var problem = problem(send(request(path).method(method, BodyPublishers.noBody())));

    assertThat(problem.status()).isEqualTo(405);
    assertThat(problem.detail()).contains("'" + method + "'").contains(allowed);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      {                          | not JSON
      []                         | is not an object
      {"address":7}              | 'address' is not a text
      {"address":"nonsense"}     | 'nonsense' is not the address of a program
      {"address":"localhost:0"}  | HOST:PORT
      """)
  void attach_withABodyThatIsNotOne_isRefused(String body, String detail) throws Exception {
    var problem = problem(post("/api/v1/targets", body));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).contains(detail);
  }

  @Test
  void attach_whereNothingListens_isABadGateway() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var problem = problem(post("/api/v1/targets", "{\"address\":\"127.0.0.1:" + port + "\"}"));

    assertThat(problem.status()).isEqualTo(502);
    assertThat(problem.detail()).contains("Nothing listens at 127.0.0.1:" + port);
    assertThat(json(get("/api/v1/targets")).get("targets")).hasSize(1);
  }

  @Test
  void attach_toTheServerItself_saysThatItIsNoProgram() throws Exception {
    var problem = problem(post("/api/v1/targets", "{\"address\":\"127.0.0.1:" + server.port() + "\"}"));

    assertThat(problem.status()).isEqualTo(502);
    assertThat(problem.detail()).contains("not an instrumented program");
  }

  @Test
  void attach_again_isTheSameTarget() throws Exception {
    var again = post("/api/v1/targets", "{\"address\":\"" + program.address() + "\"}");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("id").textValue()).isEqualTo(id);
  }

  @Test
  void target_thatIsTakenOff_isGone() throws Exception {
    try (var other = FakeTarget.tokio(Wire.update(0).build())) {
      var target = json(post("/api/v1/targets", "{\"address\":\"" + other.address() + "\"}"));
      var path = "/api/v1/targets/" + target.get("id").textValue();

      assertThat(problem(get(path + "/workers")).status()).isEqualTo(501);
      assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
      assertThat(get(path).statusCode()).isEqualTo(404);
      assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void body_ofAnotherMediaType_isRefused() throws Exception {
    var problem = problem(send(request("/api/v1/targets").header("Content-Type", "text/plain")
        .POST(BodyPublishers.ofString("{\"address\":\"127.0.0.1:1\"}"))));

    assertThat(problem.status()).isEqualTo(415);
    assertThat(problem.detail()).contains("'text/plain'");
  }

  @Test
  void body_thatIsTooLarge_isRefused() throws Exception {
    var problem = problem(post("/api/v1/targets", "{\"address\":\"" + "x".repeat(100_000) + "\"}"));

    assertThat(problem.status()).isEqualTo(413);
    assertThat(problem.detail()).contains("65536");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      GET /api/v1/health HTTP/1.1 | Host: attacker.example        | 403
      GET /api/v1/health HTTP/1.1 | Host: 127.0.0.1.example       | 403
      GET /api/v1/health HTTP/1.1 | Host: localhost:80            | 200
      GET /api/v1/health HTTP/1.1 | Host: [::1]:7070              | 200
      GET /api/v1/health HTTP/1.1 | Host: localhost~Origin: http://attacker.example | 403
      GET /api/v1/health HTTP/1.1 | Host: localhost~Origin: null  | 403
      GET /api/v1/health HTTP/1.1 | Host: localhost~Origin: http://localhost:3000 | 200
      GET /%zz HTTP/1.1           | Host: localhost               | 400
      GET /%00 HTTP/1.1           | Host: localhost               | 400
      nonsense                    | Host: localhost               | 400
      """)
  void request_ofAnyHostAndForm_isAnsweredByTheRightStatus(String line, String headers, int status) throws Exception {
    var answer = raw(line + "\r\n" + headers.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status >= 400) assertThat(answer).contains(Problem.MEDIA_TYPE).contains("urn:kioto:problem:");
  }

  @Test
  void address_longerThanTheServerReads_isAProblem() throws Exception {
    assertThat(problem(get("/?x=" + "a".repeat(40_000))).status()).isEqualTo(414);
    var longest = "name:" + "%C3%A9".repeat(4000);
    assertThat(get(tasks("?filter=" + longest)).statusCode()).as("the longest filter is read").isEqualTo(200);
  }

  @Test
  void requests_manyAtOnce_areAllAnswered() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 200; i++) calls.add(() -> get(tasks("?limit=5&filter=state:idle")).statusCode());
      for (var answer : threads.invokeAll(calls)) assertThat(answer.get()).isEqualTo(200);
    }
  }

  @Test
  void start_onAPortInUse_namesItAndTheOption() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> ConsoleServer.builder().port(server.port()).start().close())
        .withMessageContaining("Port " + server.port() + " of 127.0.0.1").withMessageContaining("--port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
  void start_beyondThisMachine_isRefused(String host) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ConsoleServer.builder().host(host).port(0).start().close())
        .withMessageContaining("'" + host + "'").withMessageContaining("127.0.0.1");
  }

  @Test
  void start_withATargetThatIsNoAddress_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsoleServer.builder().port(0).attach("nowhere").start().close())
        .withMessageContaining("'nowhere'");
  }

  private static long nanos(JsonNode task, String name) {
    return Long.parseLong(task.get(name).textValue());
  }

  private static String tasks(String rest) {
    return "/api/v1/targets/" + id + "/tasks" + rest;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return ApiJson.mapper().readTree(answer.body());
  }

  private static Problem problem(HttpResponse<String> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    var problem = ApiJson.mapper().readValue(answer.body(), Problem.class);
    assertThat(problem.status()).isEqualTo(answer.statusCode());
    return problem;
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
