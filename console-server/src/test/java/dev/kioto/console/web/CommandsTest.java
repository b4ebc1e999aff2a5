package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.Task;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be asked of a real program by the web API, by who may act and who may not.
@Timeout(60)
final class CommandsTest {

  private static final CountDownLatch ENDING = new CountDownLatch(1);
  private static Instrumentation willing;
  private static Instrumentation guarded;
  private static Runtime runtime;
  private static ConsoleServer server;
  private static ConsoleClient client;
  private static String target; // the collector may act in it
  private static String readable; // the collector may not

  @TempDir
  private Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    willing = Instrumentation.builder().bind("127.0.0.1", 0).acting(true).publishInterval(Duration.ofMillis(100))
        .start();
    guarded = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(Duration.ofMillis(100)).start();
    runtime = Runtime.builder().enableAll().probe(willing.probe()).workerThreads(2).build();
    runtime.task().name("sleeper").spawn(() -> ENDING.await());
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    target = client.attach("127.0.0.1:" + willing.port()).id();
    readable = client.attach("127.0.0.1:" + guarded.port()).id();
    await().untilAsserted(() -> assertThat(client.runtimes(target, ListQuery.DEFAULT).runtimes()).hasSize(1));
  }

  @AfterAll
  static void stop() {
    ENDING.countDown();
    client.close();
    server.close();
    runtime.shutdownBackground();
    willing.close();
    guarded.close();
  }

  @Test
  void rightToAct_isToldAsACapability() {
    assertThat(client.target(target).can(Capability.CONTROL)).isTrue();
    assertThat(client.target(readable).can(Capability.CONTROL)).isFalse();
  }

  @Test
  void level_isSetForTheProgram() {
    assertThat(client.setLevel(target, Recorder.Level.TRACE).wantedLevel()).isEqualTo(Recorder.Level.TRACE);
    assertThat(client.setLevel(target, Recorder.Level.TASKS).wantedLevel()).isEqualTo(Recorder.Level.TASKS);
  }

  @Test
  void task_thatIsCancelled_ends() {
    var doomed = runtime.task().name("doomed").spawn(() -> ENDING.await());
    await().untilAsserted(() -> assertThat(named("doomed")).hasSize(1));

    client.cancel(target, String.valueOf(doomed.id()));

    await().until(doomed::isFinished);
  }

  @Test
  void setting_isChanged_andShown() {
    var runtimeId = client.runtimes(target, ListQuery.DEFAULT).runtimes().getFirst().id();
    var changed = client.changeSetting(target, new SettingRequest(runtimeId, "event-interval", "7"));

    assertThat(changed.value()).isEqualTo("7");
    await().untilAsserted(() -> assertThat(client.runtimes(target, ListQuery.DEFAULT).runtimes().getFirst().settings())
        .anySatisfy(setting -> {
          assertThat(setting.name()).isEqualTo("event-interval");
          assertThat(setting.value()).isEqualTo("7");
        }));
  }

  @Test
  void pause_holdsTheNewsBack_untilItIsResumed() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build())) {
      var id = client.attach(program.address()).id();

      assertThat(client.setPaused(id, true).paused()).isTrue();
      assertThat(client.target(id).paused()).isTrue();
      assertThat(program.isPaused()).isTrue();

      assertThat(client.setPaused(id, false).paused()).isFalse();
      assertThat(client.target(id).paused()).isFalse();
      assertThat(program.isPaused()).isFalse();
      client.detach(id);
    }
  }

  @Test
  void dump_isAFileOfEvents() throws Exception {
    var file = folder.resolve("events.kiotrace");
    client.dump(target, Duration.ZERO, file);

    var bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("KIOTRACE");
    assertThat(bytes[11]).isEqualTo((byte) 1);
    assertThat(bytes.length).isGreaterThan(40);
  }

  @Test
  void withoutTheRight_nothingIsDone_andTheWayToGetItIsSaid() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.setLevel(readable, Recorder.Level.OFF))
        .withMessageContaining("the right to act").withMessageContaining("kioto.console.act")
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(403))
        .satisfies(e -> assertThat(e.problem().type()).endsWith(":no-right"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.cancel(readable, "1"))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(403));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock = """
          999999, event-interval, 7,    404
          1,      no-such-thing,  7,    404
          1,      event-interval, many, 400
          1,      worker-threads, 9,    409
          0,      event-interval, 7,    400
          """)
  void setting_thatCannotBe_isRefusedInTheProgramsWords(String runtimeId, String name, String value, int status) {
    var id = runtimeId.equals("1") ? client.runtimes(target, ListQuery.DEFAULT).runtimes().getFirst().id() : runtimeId;
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.changeSetting(target, new SettingRequest(id, name, value)))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  @Test
  void tokioProgram_cannotFollow() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build())) {
      var id = client.attach(program.address()).id();
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.cancel(id, "1"))
          .satisfies(e -> assertThat(e.problem().status()).isEqualTo(501));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> client.dump(id, Duration.ZERO, folder.resolve("none")))
          .satisfies(e -> assertThat(e.problem().status()).isEqualTo(501));
      client.detach(id);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          level   | {"level":"LOUD"}        | is not a level
          level   | {}                      | no text 'level'
          level   | []                      | is not an object
          level   | {"level":7}             | is not a text
          cancel  | {"taskId":"seven"}      | is not an id
          cancel  | {"taskId"               | is not JSON
          setting | {"runtimeId":"1"}       | no text 'name'
          """)
  void body_thatCannotBeMeant_isRefused(String command, String body, String detail) throws Exception {
    var uri = URI.create(server.uri() + "api/v1/targets/" + target + "/commands/" + command);
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(detail);
    }
  }

  private static List<Task> named(String name) {
    return client.tasks(target, TaskQuery.DEFAULT.withFilter("name=" + name)).tasks();
  }
}
