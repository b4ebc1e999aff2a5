package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `kioto tasks` against a real program and a real server.
@Timeout(60)
final class TasksCommandTest {

  private static final int TASKS = 30;

  private static final Instrumentation INSTRUMENTATION = Instrumentation.builder()
      .name("shop")
      .bind("127.0.0.1", 0)
      .publishInterval(Duration.ofMillis(20))
      .start();
  private static final Runtime RUNTIME = Runtime.builder().enableAll().name("shop").workerThreads(2)
      .probe(INSTRUMENTATION.probe())
      .build();
  private static final String PROGRAM = "127.0.0.1:" + INSTRUMENTATION.port();

  @BeforeAll
  static void spawnTasks() {
    for (int i = 0; i < TASKS; i++) RUNTIME.task().name("cart-" + i).spawn(Time.sleep(Duration.ofHours(1)));
  }

  @AfterAll
  static void stop() {
    RUNTIME.shutdownBackground();
    INSTRUMENTATION.close();
  }

  @Test
  void tasks_attached_listsThemInColumns() {
    var run = CommandRun.of("tasks", PROGRAM, "--filter", "name:cart");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines).hasSize(TASKS + 1);
    assertThat(lines.getFirst()).contains("ID  STATE  NAME");
    int name = lines.getFirst().indexOf("NAME");
    assertThat(lines.subList(1, lines.size())).allSatisfy(line -> assertThat(line.substring(name)).startsWith("cart-"));
  }

  @Test
  void tasks_limited_saysHowManyThereAre() {
    var run = CommandRun.of("tasks", PROGRAM, "--limit", "3");

    assertThat(run.out().lines().toList()).hasSize(5).last().asString().startsWith("3 of " + TASKS);
  }

  @Test
  void tasks_asJson_isWhatTheWebApiGives() throws IOException {
    var run = CommandRun.of("tasks", PROGRAM, "--json", "--sort", "name", "--limit", "2");

    JsonNode page = ApiJson.mapper().readTree(run.out());
    assertThat(page.path("matched").asInt()).isEqualTo(TASKS);
    Iterator<JsonNode> tasks = page.path("tasks").elements();
    assertThat(tasks.next().path("name").asText()).isEqualTo("cart-0");
    assertThat(tasks.next().path("name").asText()).isEqualTo("cart-1");
    assertThat(tasks.hasNext()).isFalse();
  }

  @Test
  void filter_doesNotParse_isMarkedWhereItIsWrong() {
    var run = CommandRun.of("tasks", PROGRAM, "--filter", "state:idel");

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains("'idel'");
    assertThat(run.err().lines().toList()).endsWith("  state:idel", "  " + " ".repeat("state:".length()) + "^");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void server_hasOneTarget_isAskedForIt() throws Exception {
    try (var server = ConsoleServer.builder().port(0).start()) {
      server.collector().attach(PROGRAM);

      var run = CommandRun.of("tasks", "--server", server.uri().toString(), "--limit", "1000");

      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("cart-0 ", "cart-29");
    }
  }

  @Test
  void server_hasNoTarget_saysHowToGetOne() throws Exception {
    try (var server = ConsoleServer.builder().port(0).start()) {
      var run = CommandRun.of("tasks", "--server", server.uri().toString());

      assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
      assertThat(run.err()).contains("watches no program").contains("kioto attach TARGET");
    }
  }

  @Test
  void server_doesNotKnowTheTarget_namesThoseItKnows() throws Exception {
    try (var server = ConsoleServer.builder().port(0).start()) {
      var target = server.collector().attach(PROGRAM).target();

      var run = CommandRun.of("tasks", "--server", server.uri().toString(), "77");

      assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
      assertThat(run.err()).contains("no target '77'").contains(target.id() + " (shop at " + PROGRAM + ")");
    }
  }

  @Test
  void server_neverReachedItsTarget_saysWhy() throws Exception {
    var nowhere = "127.0.0.1:" + freePort();
    try (var server = ConsoleServer.builder().port(0).attach(nowhere).start()) {
      var run = CommandRun.of("tasks", "--server", server.uri().toString());

      assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
      assertThat(run.err()).contains(nowhere + " is not connected");
    }
  }

  @Test
  void server_nobodyAnswers_namesTheAddressAndTheCommand() throws Exception {
    int port = freePort();

    var run = CommandRun.of("tasks", "--server", "http://127.0.0.1:" + port);

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("127.0.0.1:" + port).contains("kioto server");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void server_isSomethingElse_saysSo() throws Exception {
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    });
    other.start();
    try {
      var run = CommandRun.of("tasks", "--server", "http://127.0.0.1:" + other.getAddress().getPort());

      assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
      assertThat(run.err()).contains("not a Kioto console server");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void attach_nothingListens_namesTheAddress() throws Exception {
    var nowhere = "127.0.0.1:" + freePort();

    var run = CommandRun.of("tasks", nowhere);

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains(nowhere);
    assertThat(run.err().lines()).hasSize(1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
