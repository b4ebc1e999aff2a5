package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.tokio.common.PollStats;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamSocketTest {

  private FakeTarget program;
  private ConsoleServer server;
  private HttpClient http;
  private String target;

  @BeforeEach
  void start() throws Exception {
    var snapshot = Wire.update(10_000).metadata();
    for (int i = 1; i <= 20; i++) snapshot.task(i, i % 4 == 0 ? "four" : "other", Wire.stats(i * 100L));
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
  void socket_withSeveralFeeds_carriesEachUnderItsId() throws Exception {
    try (var client = new Client(true)) {
      client.subscribe("a", "tasks", "\"limit\":2");
      client.subscribe("b", "groups", "\"by\":\"name\"");
      client.subscribe("c", "tasks", "\"filter\":\"name:four\",\"limit\":1");

      var seen = new HashSet<String>();
      for (int i = 0; i < 3; i++) {
        var message = client.next();
        var id = message.get("id").textValue();
        seen.add(id);
        switch (id) {
          case "a" -> assertThat(message.get("rows").findValuesAsText("id")).containsExactly("1", "2");
          case "b" -> {
            assertThat(message.get("type").textValue()).isEqualTo("groups");
            assertThat(message.get("groups").findValuesAsText("key")).containsExactly("other", "four");
            assertThat(message.at("/groups/0/tasks/total").intValue()).isEqualTo(15);
          }
          default -> assertThat(message.get("matched").intValue()).isEqualTo(5);
        }
      }
      assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @Test
  void feeds_whenTheModelChanges_arePushedAgain() throws Exception {
    try (var client = new Client(true)) {
      client.subscribe("a", "tasks", "\"intervalMillis\":50");
      client.subscribe("b", "groups", "\"by\":\"kind\",\"intervalMillis\":50");
      client.next();
      client.next();

      program.send(Wire.update(11_000).task(99, "fresh", Wire.stats(10_500)).build());

      var first = client.next();
      var second = client.next();
      assertThat(first.get("matched").intValue()).isEqualTo(21);
      assertThat(second.get("matched").intValue()).isEqualTo(21);
      assertThat(first.get("id")).isNotEqualTo(second.get("id"));
    }
  }

  @Test
  void diagnoses_ofATargetAndOfAll_arePushedWhenTheyCome() throws Exception {
    try (var client = new Client(true)) {
      client.subscribe("a", "diagnoses", "\"detector\":\"never-yielded\"");
      assertThat(client.next().get("type").textValue()).isEqualTo("diagnoses");
      client.send("{\"subscribe\":\"all\",\"kind\":\"diagnoses\"}");

      var running = Wire.stats(1000).setPollStats(PollStats.newBuilder().setPolls(1).setLastPollStarted(Wire.at(1000)));
      program.send(Wire.update(11_000).task(99, "spinner", running).build());

      await().until(() -> {
        var message = client.next();
        return message.get("id").textValue().equals("all") && message.get("matched").intValue() == 1;
      });
      client.send("{\"subscribe\":\"a\",\"kind\":\"diagnoses\",\"detector\":\"nonsense\"}");
      await().until(() -> client.next().at("/problem/detail").asText().contains("'nonsense' is not a detector"));
    }
  }

  @Test
  void series_ofATarget_isPushedAsItGrows() throws Exception {
    try (var client = new Client(true)) {
      client.subscribe("a", "series", "\"name\":\"tasks.idle\",\"seconds\":60,\"intervalMillis\":50");
      var first = client.next();

      assertThat(first.get("id").textValue()).isEqualTo("a");
      assertThat(first.get("type").textValue()).isEqualTo("series");
      assertThat(first.get("stepSeconds").intValue()).isEqualTo(1);
      await().until(() -> client.next().get("points").size() > first.get("points").size());
      client.subscribe("b", "series", "\"name\":\"nonsense\"");
      await().until(() -> client.next().at("/problem/detail").asText().contains("write one of tasks"));
      client.subscribe("c", "series", "\"name\":\"tasks.idle\",\"seconds\":100000");
      await().until(() -> client.next().at("/problem/detail").asText().contains("from 1 to 900"));
    }
  }

  @Test
  void feed_subscribedToAgain_movesAndUnsubscribed_ends() throws Exception {
    try (var client = new Client(true)) {
      client.subscribe("a", "tasks", "\"limit\":1");
      assertThat(client.next().get("rows").findValuesAsText("id")).containsExactly("1");
      client.subscribe("a", "tasks", "\"limit\":1,\"offset\":7");
      assertThat(client.next().get("rows").findValuesAsText("id")).containsExactly("8");
      client.send("{\"unsubscribe\":\"a\"}");
      client.send("{\"unsubscribe\":\"a\"}");
      assertThat(client.next().at("/problem/detail").textValue()).contains("no feed 'a'");

      program.send(Wire.update(11_000).task(99, "fresh", Wire.stats(10_500)).build());
      client.subscribe("b", "tasks", "\"filter\":\"name=fresh\"");

      await().until(() -> client.next().get("matched").intValue() == 1);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      nonsense                                                         | ''  | body           | not JSON
      17                                                               | ''  | body           | not an object
      {}                                                               | ''  | body           | names no feed
      {"subscribe":7}                                                  | ''  | body           | 'subscribe' is not a text
      {"subscribe":"a"}                                                | a   | parameter      | write tasks, groups
      {"subscribe":"a","kind":"tusks"}                                 | a   | parameter      | 'tusks'
      {"subscribe":"a","kind":"tasks"}                                 | a   | unknown-target | ''
      {"subscribe":"a","kind":"tasks","target":"T","filter":"stat:x"}  | a   | filter-syntax  | did you mean
      {"subscribe":"a","kind":"tasks","target":"T","sort":"x"}         | a   | sort-syntax    | 'x'
      {"subscribe":"a","kind":"groups","target":"T","by":"polls"}      | a   | sort-syntax    | not a text
      {"subscribe":"a","kind":"groups","target":"T","sort":"-bisy"}    | a   | sort-syntax    | did you mean 'busy'
      {"subscribe":"a","kind":"groups","target":"T","intervalMillis":1}| a   | parameter      | from 50
      """)
  void message_thatCannotBeFollowed_isAnsweredUnderItsId(String message, String id, String type, String detail)
      throws Exception {
    try (var client = new Client(true)) {
      client.send(message.replace("\"T\"", "\"" + target + "\""));

      var answer = client.next();
      assertThat(answer.get("type").textValue()).isEqualTo("error");
      assertThat(answer.get("id").textValue()).isEqualTo(id);
      assertThat(answer.at("/problem/type").textValue()).isEqualTo("urn:kioto:problem:" + type);
      assertThat(answer.at("/problem/detail").textValue()).contains(detail);
      client.subscribe("b", "tasks", "\"limit\":1");
      assertThat(client.next().get("rows")).hasSize(1);
    }
  }

  @Test
  void feeds_moreThanASocketCarries_areRefused() throws Exception {
    try (var client = new Client(true)) {
      for (int i = 0; i < 33; i++) client.subscribe("feed-" + i, "groups", "\"intervalMillis\":60000");

      var refused = new HashSet<String>();
      for (int i = 0; i < 33; i++) {
        var message = client.next();
        if (message.get("type").textValue().equals("error")) refused.add(message.get("id").textValue());
      }
      assertThat(refused).containsExactly("feed-32");
    }
  }

  @Test
  void target_thatIsTakenOff_endsItsFeedsAndNoOther() throws Exception {
    try (var second = FakeTarget.tokio(Wire.update(5_000).metadata().task(1, "only", Wire.stats(1)).build());
        var client = new Client(true)) {
      var other = server.collector().attach(second.address()).target().id();
      client.subscribe("gone", "tasks", "");
      client.next();
      client.send("{\"subscribe\":\"stays\",\"kind\":\"tasks\",\"target\":\"" + other + "\"}");
      client.next();

      server.collector().detach(target);

      var message = client.next();
      assertThat(message.get("id").textValue()).isEqualTo("gone");
      assertThat(message.at("/problem/status").intValue()).isEqualTo(404);
      second.send(Wire.update(6_000).task(2, "more", Wire.stats(2)).build());
      assertThat(client.next().get("id").textValue()).isEqualTo("stays");
    }
  }

  @Test
  void client_thatFloodsAndDoesNotRead_disturbsNobody() throws Exception {
    try (var lazy = new Client(false); var eager = new Client(true)) {
      for (int i = 0; i < 500; i++) {
        lazy.subscribe("feed-" + i % 40, i % 2 == 0 ? "tasks" : "groups", "\"limit\":1000,\"intervalMillis\":50");
        lazy.send(i % 3 == 0 ? "{\"unsubscribe\":\"feed-" + i % 40 + "\"}" : "{\"nonsense\":" + i + "}");
      }
      eager.subscribe("a", "tasks", "\"limit\":1,\"intervalMillis\":50");
      eager.next();
      for (int i = 0; i < 10; i++) {
        program.send(Wire.update(20_000 + i).build());
        assertThat(eager.next().get("rows")).hasSize(1);
      }
    }
  }

  /// Whatever a client says, it is answered or cut off, and the server goes on.
  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void messages_ofAnyKind_areAnsweredOrEndTheSocket(long seed) throws Exception {
    var random = new Random(seed);
    var pieces = new String[] {"{", "}", "\"subscribe\"", ":", "\"a\"", ",", "\"kind\"", "\"tasks\"", "\"target\"",
        "\"" + target + "\"", "\"filter\"", "\"state:idle\"", "null", "-1", "1e999", "[", "]", "\"limit\"", "\\u0000",
        "é"};
    try (var client = new Client(true)) {
      for (int i = 0; i < 300 && client.closed.getCount() > 0; i++) {
        var message = new StringBuilder("{");
        for (int n = random.nextInt(14); n >= 0; n--) message.append(pieces[random.nextInt(pieces.length)]);
        client.send(message.toString());
      }
    }
    try (var other = new Client(true)) {
      other.subscribe("a", "tasks", "");
      assertThat(other.next().get("total").intValue()).isEqualTo(20);
    }
  }

  /// One socket and what came over it.
  private final class Client implements WebSocket.Listener, AutoCloseable {

    final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private final boolean reads;
    private final WebSocket socket;

    Client(boolean reads) {
      this.reads = reads;
      socket = http.newWebSocketBuilder()
          .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/stream"), this).join();
    }

    void subscribe(String id, String kind, String more) {
      send("{\"subscribe\":\"" + id + "\",\"kind\":\"" + kind + "\",\"target\":\"" + target + "\""
          + (more.isEmpty() ? "" : "," + more) + "}");
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
