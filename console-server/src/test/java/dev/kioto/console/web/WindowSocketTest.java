package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowSocketTest {

  private FakeTarget program;
  private ConsoleServer server;
  private HttpClient http;
  private String target;

  @BeforeEach
  void start() throws Exception {
    var snapshot = Wire.update(10_000).metadata();
    for (int i = 1; i <= 20; i++) snapshot.task(i, "task-" + i, Wire.stats(i * 100L));
    program = FakeTarget.tokio(snapshot.build());
    server = ConsoleServer.builder().port(0).start();
    target = server.collector().attach(program.address()).target().id();
    await().until(() -> server.collector().targets().getFirst().snapshot().tasks().total() == 20);
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
    program.close();
  }

  @Test
  void window_whenAskedFor_isPushedAtOnce() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"offset\":2,\"limit\":3}");

      var window = client.next();
      assertThat(window.get("type").textValue()).isEqualTo("window");
      assertThat(window.get("total").intValue()).isEqualTo(20);
      assertThat(window.get("matched").intValue()).isEqualTo(20);
      assertThat(window.get("offset").intValue()).isEqualTo(2);
      assertThat(window.get("rows").findValuesAsText("id")).containsExactly("3", "4", "5");
    }
  }

  @Test
  void window_whenTheModelChanges_isPushedAgain() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"filter\":\"name=fresh\",\"intervalMillis\":50}");
      assertThat(client.next().get("matched").intValue()).isZero();

      program.send(Wire.update(11_000).task(99, "fresh", Wire.stats(10_500)).build());

      var window = client.next();
      assertThat(window.get("rows").findValuesAsText("id")).containsExactly("99");
      assertThat(window.get("asOf").textValue()).isGreaterThan("2027-01-15T08:00:10Z");
    }
  }

  @Test
  void window_whileNothingChanges_isNotPushed() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"intervalMillis\":50}");
      client.next();

      assertThat(client.messages.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void window_whenAskedForAgain_moves() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"limit\":1}");
      assertThat(client.next().get("rows").findValuesAsText("id")).containsExactly("1");
      client.send("{\"limit\":1,\"sort\":\"total\"}");
      assertThat(client.next().get("rows").findValuesAsText("id")).containsExactly("20");
    }
  }

  @Test
  void window_whileTheModelChangesOften_isPushedAtTheClientsPace() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"intervalMillis\":300}");
      client.next();
      long start = System.nanoTime();
      for (int sent = 0; sent < 100; sent++) {
        program.send(Wire.update(11_000 + sent).build());
        await().pollDelay(Duration.ofMillis(5)).until(() -> true);
      }
      await().until(() -> !client.messages.isEmpty());
      int pushed = client.messages.size();
      assertThat((long) pushed).isLessThanOrEqualTo((System.nanoTime() - start) / 300_000_000 + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      nonsense                    | body          | not JSON
      []                          | body          | not an object
      {"filter":"stat:idle"}      | filter-syntax | did you mean
      {"filter":7}                | body          | filter
      {"sort":"nothing"}          | sort-syntax   | nothing
      {"limit":0}                 | parameter     | from 1 to 1000
      {"limit":"many"}            | body          | limit
      {"offset":-1}               | parameter     | -1
      {"intervalMillis":1}        | parameter     | from 50 to 60000
      """)
  void message_thatCannotBeFollowed_isAnsweredAndTheSocketStaysOpen(String message, String type, String detail)
      throws Exception {
    try (var client = new Client(target)) {
      client.send(message);

      var answer = client.next();
      assertThat(answer.get("type").textValue()).isEqualTo("error");
      assertThat(answer.at("/problem/type").textValue()).isEqualTo("urn:kioto:problem:" + type);
      assertThat(answer.at("/problem/detail").textValue()).contains(detail);
      client.send("{\"limit\":1}");
      assertThat(client.next().get("rows")).hasSize(1);
    }
  }

  @Test
  void target_thatIsTakenOff_endsItsWindows() throws Exception {
    try (var client = new Client(target)) {
      client.send("{}");
      client.next();

      server.collector().detach(target);

      assertThat(client.next().at("/problem/status").intValue()).isEqualTo(404);
      assertThat(client.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void socket_ofAnUnknownTarget_isNotOpened() {
    assertThatThrownBy(() -> new Client("4711").close()).hasStackTraceContaining("404");
  }

  @Test
  void socket_ofAForeignPage_isNotOpened() {
    assertThatThrownBy(() -> http.newWebSocketBuilder().header("Origin", "http://attacker.example")
        .buildAsync(uri(target), new WebSocket.Listener() {}).join()).hasStackTraceContaining("403");
  }

  @Test
  void message_longerThanAnyRequest_endsTheSocket() throws Exception {
    try (var client = new Client(target)) {
      client.send("{\"filter\":\"" + "x".repeat(1 << 20) + "\"}");

      assertThat(client.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
    try (var other = new Client(target)) {
      other.send("{}");
      assertThat(other.next().get("total").intValue()).as("nobody else is disturbed").isEqualTo(20);
    }
  }

  @Test
  void client_thatDoesNotRead_disturbsNobody() throws Exception {
    try (var lazy = new Client(target, false); var eager = new Client(target)) {
      lazy.send("{\"limit\":1000,\"intervalMillis\":50}");
      eager.send("{\"limit\":1,\"intervalMillis\":50}");
      eager.next();
      for (int i = 0; i < 20; i++) {
        program.send(Wire.update(20_000 + i).build());
        assertThat(eager.next().get("rows")).hasSize(1);
      }
    }
  }

  private URI uri(String id) {
    return URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/targets/" + id + "/tasks/window");
  }

  /// One socket and what came over it.
  private final class Client implements WebSocket.Listener, AutoCloseable {

    final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private final boolean reads;
    private final WebSocket socket;

    Client(String id) {
      this(id, true);
    }

    Client(String id, boolean reads) {
      this.reads = reads;
      socket = http.newWebSocketBuilder().buildAsync(uri(id), this).join();
    }

    void send(String message) {
      socket.sendText(message, true).exceptionally(_ -> socket).join();
    }

    JsonNode next() throws InterruptedException {
      return Objects.requireNonNull(messages.poll(10, TimeUnit.SECONDS), "no message within 10 s");
    }

    @Override
    public void onOpen(WebSocket opened) {
      if (reads) opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          messages.add(ApiJson.mapper().readTree(text.toString()));
        } catch (JsonProcessingException e) {
          throw new AssertionError(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      closed.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.countDown();
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
