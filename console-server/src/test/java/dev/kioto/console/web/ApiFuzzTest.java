package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nonsense in every path, query, body and message: refused as the API's page says, with nobody else worse off.
@Timeout(600)
final class ApiFuzzTest {

  private static final int ROUNDS = Integer.getInteger("kioto.fuzz.rounds", 1);
  private static final long SEED = Long.getLong("kioto.fuzz.seed", 20_261_122);

  private static final List<String> VALUES = List.of("", "1", "2", "0", "-1", "9223372036854775807",
      "18446744073709551615", "18446744073709551616", "1e9", "NaN", "null", "true", "..", "../../etc/passwd", "%00",
      "\u0000", "\ud83d\ude00", "a\nb", "a\"b", "<script>", "' OR 1=1 --", "name", "-name", "id",
      "state:idle",
      "idle>5s and (", "not not not not", "name~\"(a+)+$\"", "((((((((((((", "x".repeat(5000),
      "2026-11-22T00:00:00Z", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "csv", "folded", "polls",
      "AAAA", "_____w", "tasks", "active", "application/json", "{}", "[]");
  private static final List<String> BODIES = List.of("", "{}", "[]", "null", "\"", "{\"address\":null}",
      "{\"address\":{}}",
      "{\"address\":\"file:/dev/zero\"}", "{\"address\":\"file:relative\"}", "{\"address\":\"unix:/no/such\"}",
      "{\"address\":\"\\u0000:1\"}", "{\"address\":\"127.0.0.1:99999\"}",
      "{\"position\":\"+1000000000-12-31T23:59:59Z\"}",
      "{\"position\":12}", "{\"speed\":1e400}", "{\"speed\":-1}", "{\"paused\":\"maybe\"}", "{\"taskId\":-1}",
      "{\"taskId\":\"18446744073709551616\"}", "{\"level\":\"ALL\"}", "{\"runtimeId\":\"x\",\"name\":[],\"value\":{}}",
      "{\"threshold\":1}", "{\"site\":\"\"}", "{\"a\":".repeat(2000), "[".repeat(60_000), "\u0000\uffff");

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> asked = new ArrayList<>();
  private FakeTarget program;
  private ConsoleServer server;

  @TempDir
  private Path folder = Path.of("");

  @BeforeEach
  void start() throws Exception {
    program = FakeTarget.kioto(Wire.description("run-1"),
        Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).task(2, "two", Wire.stats(0)).build());
    server = ConsoleServer.builder().port(0).data(folder).start();
    server.collector().attach(program.address());
  }

  @AfterEach
  void stop() {
    server.close();
    program.close();
    http.close();
  }

  @Test
  void routes_askedNonsense_refuseItAsProblems_andServeOthers() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      for (var endpoint : server.routes()) {
        boolean endsIt = endpoint.method.name().equals("DELETE") && endpoint.path.endsWith("/targets/{id}");
        if (!endpoint.method.isHttpMethod() || endpoint.path.contains("*") || endsIt) continue;
        for (int i = 0; i < 3; i++) ask(endpoint.method.name(), endpoint.path);
      }
    }
    assertThat(asked).hasSizeGreaterThan(80);
    program.send(Wire.update(2000).task(3, "three", Wire.stats(1500)).build());
    var id = server.collector().attach(program.address()).target().id();
    var tasks = send(HttpRequest.newBuilder(uri("/api/v1/targets/" + id + "/tasks")).GET());
    assertThat(tasks.statusCode()).as("others are served").isEqualTo(200);
    assertThat(tasks.body()).contains("\"one\"", "\"two\"");
  }

  private void ask(String method, String path) throws Exception {
    var text = new StringBuilder();
    for (var part : path.substring(1).split("/", -1)) {
      text.append('/').append(part.startsWith("{") ? random.nextInt(3) > 0 ? "1" : encoded(one(VALUES)) : part);
    }
    var parameters = server.parameters(method, path);
    for (int i = 0; i < random.nextInt(4); i++) {
      var name = parameters.isEmpty() || random.nextInt(8) == 0 ? one(VALUES) : one(parameters);
      text.append(i == 0 ? '?' : '&').append(encoded(name)).append('=').append(encoded(one(VALUES)));
    }
    var request = HttpRequest.newBuilder(uri(text.toString()))
        .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(one(BODIES)));
    if (random.nextInt(8) > 0) request.header("Content-Type", "application/json");
    asked.add(method + " " + text);
    check(send(request), asked.getLast());
  }

  private static void check(HttpResponse<String> answer, String what) throws IOException {
    var about = what + " with seed " + SEED + ": " + answer.body();
    assertThat(answer.statusCode()).as(about).isNotEqualTo(500).isBetween(200, 599);
    if (answer.statusCode() < 400) return;
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).as(about)
        .startsWith("application/problem+json");
    var problem = ApiJson.mapper().readTree(answer.body());
    assertThat(problem.path("status").asInt()).as(about).isEqualTo(answer.statusCode());
    assertThat(problem.path("type").asText()).as(about).startsWith("urn:kioto:problem:");
    assertThat(problem.path("detail").asText()).as(about).isNotBlank();
  }

  @Test
  void sockets_toldNonsense_sayWhatIsWrong_andServeOthers() throws Exception {
    var quiet = new Reader();
    var other = open("/api/v1/targets/1/tasks/window", quiet);
    other.sendText("{}", true).join();
    assertThat(quiet.texts.poll(20, TimeUnit.SECONDS)).contains("\"window\"");
    for (int round = 0; round < 8 * ROUNDS; round++) {
      var path = random.nextBoolean() ? "/api/v1/stream" : "/api/v1/targets/1/tasks/window";
      var reader = new Reader();
      var socket = open(path, reader);
      for (int i = 0; i < 10; i++) tell(socket);
      // Whatever came before, what is right is followed, unless the socket was closed for it.
      if (!socket.isOutputClosed()) tell(socket, "{\"subscribe\":\"ok\",\"kind\":\"tasks\",\"target\":\"1\"}");
      assertThat(reader.texts.poll(20, TimeUnit.SECONDS)).as("seed %s", SEED).isNotNull();
      socket.abort();
    }
    program.send(Wire.update(2000).task(3, "three", Wire.stats(1500)).build());
    String last;
    do {
      last = quiet.texts.poll(20, TimeUnit.SECONDS);
      assertThat(last).as("the other goes on").isNotNull();
    } while (!last.contains("\"three\""));
    other.abort();
  }

  private void tell(WebSocket socket) throws Exception {
    var value = ApiJson.mapper().writeValueAsString(one(VALUES));
    switch (random.nextInt(4)) {
      case 0 -> tell(socket, one(BODIES));
      case 1 -> tell(socket, "{\"subscribe\":" + value + ",\"kind\":" + ApiJson.mapper().writeValueAsString(one(VALUES))
          + ",\"target\":\"1\"}");
      case 2 -> tell(socket, "{\"subscribe\":\"a\",\"kind\":\"tasks\",\"target\":\"1\",\"filter\":" + value
          + ",\"limit\":" + value + "}");
      default -> {
        try {
          socket.sendBinary(ByteBuffer.wrap(one(VALUES).getBytes(StandardCharsets.UTF_8)), true).get();
        } catch (ExecutionException _) {
          // closed for what was sent before
        }
      }
    }
  }

  private static void tell(WebSocket socket, String text) throws Exception {
    try {
      socket.sendText(text, true).get();
    } catch (ExecutionException _) {
      // closed for what was sent before, or no text at all
    }
  }

  private WebSocket open(String path, Reader reader) {
    return http.newWebSocketBuilder().buildAsync(URI.create("ws" + uri(path).toString().substring(4)), reader).join();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Keeps what comes, and how it ended.
  private static final class Reader implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      texts.add("closed " + status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      texts.add("failed " + failure);
    }
  }
}
