package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TraceApiTest {

  private static final CountDownLatch ENDING = new CountDownLatch(1);
  private static Instrumentation instrumentation;
  private static Runtime runtime;
  private static FakeTarget tokio;
  private static ConsoleServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    instrumentation = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(Duration.ofMillis(100)).start();
    runtime = Runtime.builder().enableAll().probe(instrumentation.probe()).workerThreads(2).build();
    for (int i = 0; i < 3; i++) runtime.task().name("sleeper").spawn(() -> ENDING.await());
    tokio = FakeTarget.tokio(Wire.update(1000).metadata().build());
    server = ConsoleServer.builder().port(0).start();
    var target = server.collector().attach("127.0.0.1:" + instrumentation.port()).target();
    server.collector().attach(tokio.address());
    await().until(() -> target.snapshot().tasks().idle() == 3);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    ENDING.countDown();
    http.close();
    server.close();
    runtime.shutdownBackground();
    instrumentation.close();
    tokio.close();
  }

  @Test
  void trace_hasThePollsOfTheLastTime() throws Exception {
    runtime.task().name("worker of the test").spawn(() -> {
      Thread.yield();
      return 1;
    }).await();

    await().untilAsserted(() -> {
      var answer = get("1/trace");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow()).contains(".perfetto-trace");
      var packets = UnknownFieldSet.parseFrom(answer.body()).getField(1).getLengthDelimitedList();
      assertThat(packets).extracting(ByteString::toStringUtf8).anyMatch(text -> text.contains("worker of the test"));
    });
  }

  @Test
  void trace_ofAWindowWithoutEvents_hasTracksAlone() throws Exception {
    var answer = get("1/trace?from=2020-01-01T00:00:00Z&to=2020-01-01T00:00:01Z");

    assertThat(answer.statusCode()).isEqualTo(200);
    for (var packet : UnknownFieldSet.parseFrom(answer.body()).getField(1).getLengthDelimitedList()) {
      assertThat(UnknownFieldSet.parseFrom(packet).hasField(11)).isFalse();
    }
  }

  @Test
  void lanes_haveThePollsOfTheirThreads() throws Exception {
    await().untilAsserted(() -> {
      runtime.task().name("task of a lane").spawn(() -> 1).await();
      var lanes = ApiJson.mapper().readValue(get("1/lanes?pixels=500").body(), Lanes.class);
      assertThat(lanes.tasks()).extracting(LaneTask::name).contains("task of a lane");
      assertThat(lanes.lanes()).extracting(Lane::thread).anyMatch(name -> name.contains("worker"));
      assertThat(lanes.newest()).isAfter(lanes.from());
    });

    var early = ApiJson.mapper().readValue(
        get("1/lanes?from=2020-01-01T00:00:00Z&to=2020-01-01T00:00:01Z").body(), Lanes.class);
    assertThat(early.lanes()).allMatch(lane -> lane.polls().isEmpty() && lane.waiting().isEmpty());
  }

  @Test
  void stacks_ofTasksAtOnePlace_areOneLine() throws Exception {
    var answer = get("1/stacks?format=folded");

    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = new String(answer.body(), StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).allMatch(line -> line.matches("[^ ]+(;[^ ]+)* [0-9]+|\\[no stack] [0-9]+"));
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("CountDownLatch.await").endsWith(" 3"));
  }

  @Test
  void groupsByStack_addUpTheTasksAtOnePlace() throws Exception {
    var answer = ApiJson.mapper().readValue(get("1/groups?by=stack&filter=state:idle").body(), TaskGroupList.class);

    assertThat(answer.groups()).anySatisfy(group -> {
      assertThat(group.key()).contains(";java.util.concurrent.CountDownLatch.await;");
      assertThat(group.tasks().idle()).isEqualTo(3);
    });
    assertThat(answer.groups().stream().mapToInt(group -> group.tasks().total()).sum()).isEqualTo(answer.matched());
    assertThat(get("1/groups?by=stack&asOf=2026-01-01T00:00:00Z").statusCode()).isIn(404, 501);
    assertThat(get("2/groups?by=stack").statusCode()).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({"1/trace?from=yesterday, 400", "1/trace?from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:00Z, 400",
      "1/lanes?pixels=0, 400", "1/lanes?from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:00Z, 400",
      "1/lanes?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z, 400", "9/lanes, 404", "2/lanes, 501",
      "1/stacks?format=svg, 400", "9/trace, 404", "9/stacks, 404", "2/trace, 501", "2/stacks, 501"})
  void request_thatCannotBeFollowed_isRefused(String path, int status) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(status);
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    var uri = URI.create(server.uri() + "api/v1/targets/" + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }
}
