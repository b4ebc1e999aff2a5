package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.StandInPrograms;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.time.Time;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The file `docs/api.http`, from its beginning to its end, with a real program: each request has the status that the file says.
@Timeout(180)
final class RequestsFileTest {

  private static final Pattern REQUEST = Pattern.compile("(GET|POST|DELETE|WEBSOCKET) (\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^}]+)}}");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Request> named = new HashMap<>();
  private final Map<String, String> answers = new HashMap<>(); // bodies, by the request's name
  private Instrumentation console;
  private Runtime runtime;
  private ConsoleServer server;

  @TempDir
  private Path folder = Path.of("");

  @BeforeEach
  void start() throws Exception {
    console = Instrumentation.builder().bind("127.0.0.1", 0).name("shop").acting(true)
        .publishInterval(Duration.ofMillis(50)).start();
    runtime = Runtime.builder().enableAll().workerThreads(2).probe(console.probe()).build();
    var till = new Mutex<>(0);
    runtime.task().name("cashier").spawn(() -> {
      try (var _ = till.lock().await()) {
        Time.sleep(Duration.ofHours(1)).await();
      }
    });
    for (int i = 0; i < 30; i++) runtime.task().name("customer-" + i).spawn(till.lock());
    server = ConsoleServer.builder().port(0).data(folder).lab(new StandInPrograms()).start();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    runtime.shutdownBackground();
    console.close();
  }

  /// A part of the file, between two lines that begin with `###`.
  ///
  /// @param name by which others refer to what it is answered; empty for none
  /// @param status that it shall have; 0 when it does not say
  /// @param body empty for none
  private record Request(String title, String name, int status, String method, String url,
      List<String> headers, String body) {
  }

  @Test
  void requests_sentOneAfterTheOther_haveTheStatusThatIsSaid() throws Exception {
    var sent = new ArrayList<String>();
    for (var part : Files.readString(Path.of("..", "docs", "api.http")).split("(?m)^###", -1)) {
      var request = read(part);
      if (request == null) continue;
      assertThat(request.status()).as("status that is said of: " + request.title()).isPositive();
      assertAnswer(request);
      sent.add(request.method());
    }
    assertThat(sent).contains("GET", "POST", "DELETE", "WEBSOCKET").hasSizeGreaterThan(60);
  }

  private @Nullable Request read(String part) {
    var lines = part.lines().map(String::strip).toList();
    String name = "";
    int status = 0;
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.startsWith("# @name ")) name = line.substring("# @name ".length());
      if (line.startsWith("# -> ")) status = Integer.parseInt(line.substring("# -> ".length()));
      if (line.startsWith("@")) define(line);
      var matcher = REQUEST.matcher(line);
      if (!matcher.matches()) continue;
      var rest = lines.subList(i + 1, lines.size());
      int blank = rest.indexOf("");
      return new Request(lines.getFirst(), name, status, matcher.group(1), matcher.group(2),
          rest.subList(0, blank < 0 ? rest.size() : blank),
          blank < 0 ? "" : String.join("\n", rest.subList(blank + 1, rest.size())).strip());
    }
    return null;
  }

  // What stands for this machine in the file stands for this test here.
  private void define(String line) {
    var sides = line.substring(1).split(" = ", 2);
    variables.put(sides[0], sides[0].equals("api") ? server.uri() + "api/v1" : sides[1]);
  }

  private String filled(String text) throws Exception {
    var filled = new StringBuilder();
    var matcher = VARIABLE.matcher(text);
    while (matcher.find()) matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher.group(1))));
    return matcher.appendTail(filled).toString().replace("127.0.0.1:6669", "127.0.0.1:" + console.port())
        .replace("127.0.0.1:7070", "127.0.0.1:" + server.port());
  }

  // What the collector has not heard or found yet is asked for again, for the next try.
  private String value(String variable) throws Exception {
    var known = variables.get(variable);
    if (known != null) return filled(known);
    var sides = variable.split("\\.response\\.body\\.\\$", 2);
    var path = sides[1].replaceAll("[.\\[]", "/").replace("]", "");
    var found = ApiJson.mapper().readTree(answers.get(sides[0])).at(JsonPointer.compile(path));
    if (found.isMissingNode() || found.isNull()) {
      var before = answers.put(sides[0], send(Objects.requireNonNull(named.get(sides[0]))).body());
      throw new AssertionError("no " + variable + " in " + before);
    }
    return found.asText();
  }

  private void assertAnswer(Request request) throws Exception {
    if (request.method().equals("WEBSOCKET")) {
      assertThat(101).as(request.title()).isEqualTo(request.status());
      assertThat(firstMessage(request)).as(request.title()).doesNotContain("\"error\"").isNotBlank();
      return;
    }
    named.put(request.name(), request);
    if (request.method().equals("GET")) {
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertStatus(request));
    } else { // once
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> filled(request.url() + request.body()));
      assertStatus(request);
    }
  }

  private void assertStatus(Request request) throws Exception {
    var answer = send(request);
    assertThat(answer.statusCode()).as("%s %s: %s", request.title(), request.url(), answer.body())
        .isEqualTo(request.status());
    answers.put(request.name(), answer.body());
  }

  private HttpResponse<String> send(Request request) throws Exception {
    var message = HttpRequest.newBuilder(URI.create(filled(request.url())).normalize()).timeout(Duration.ofSeconds(60))
        .method(request.method(),
            request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(filled(request.body())));
    for (var header : request.headers()) {
      var sides = header.split(": ", 2);
      message.header(sides[0], sides[1]);
    }
    return http.send(message.build(), BodyHandlers.ofString());
  }

  private String firstMessage(Request request) throws Exception {
    var first = new CompletableFuture<String>();
    var socket = http.newWebSocketBuilder().buildAsync(URI.create(filled(request.url())), new WebSocket.Listener() {
      @Override
      public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        first.complete(data.toString());
        from.request(1);
        return null;
      }

      @Override
      public void onError(WebSocket from, Throwable failure) {
        first.completeExceptionally(failure);
      }
    }).get(30, TimeUnit.SECONDS);
    try {
      socket.sendText(filled(request.body()), true).get(30, TimeUnit.SECONDS);
      return first.get(30, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }
}
