package dev.kioto.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.proto.console.v1.TaskStack;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleClientTest {

  private FakeTarget program;
  private ConsoleServer server;
  private ConsoleClient client;

  @BeforeEach
  void start() throws Exception {
    var snapshot = Wire.update(10_000).metadata();
    for (int i = 1; i <= 20; i++) snapshot.task(i, "task-" + i, Wire.stats(i * 100L));
    program = FakeTarget.kioto(Wire.description("run-1"), snapshot.build());
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    program.close();
  }

  @Test
  void questions_areAnswered() {
    program
        .setStack(TaskStack.newBuilder().setTaskId(1).setKind(TaskStack.Kind.PARKED).setExplanation("Here.").build());
    assertThat(client.health().status()).isEqualTo("ok");
    assertThat(client.targets()).isEmpty();

    var target = client.attach(program.address());

    assertThat(client.targets()).extracting("id").containsExactly(target.id());
    assertThat(client.target(target.id()).name()).isEqualTo("fake");
    await().untilAsserted(() -> assertThat(client.tasks(target.id(), TaskQuery.DEFAULT).total()).isEqualTo(20));
    var odd = client.tasks(target.id(), TaskQuery.DEFAULT.withFilter("name~\"[13579]$\" and idle>1s").withLimit(3));
    assertThat(odd.matched()).isEqualTo(10);
    assertThat(odd.tasks()).extracting("id").containsExactly("1", "3", "5");
    var more = client.tasks(target.id(),
        TaskQuery.DEFAULT.withFilter("name~\"[13579]$\" and idle>1s").withLimit(3).withCursor(odd.nextCursor()));
    assertThat(more.tasks()).extracting("id").containsExactly("7", "9", "11");
    var task = client.task(target.id(), "1").task();
    assertThat(task.busyNanos() + task.scheduledNanos() + task.idleNanos()).isEqualTo(task.totalNanos());
    assertThat(client.stack(target.id(), "1").explanation()).isEqualTo("Here.");
    assertThat(client.workers(target.id()).workers()).isEmpty();
    var groups = client.groups(target.id(), new GroupQuery("name", "name~[13579]$", "-key", 2));
    assertThat(groups.groups()).extracting(TaskGroup::key).containsExactly("task-9", "task-7");
    assertThat(groups.groupCount()).isEqualTo(10);
    assertThat(groups.matched()).isEqualTo(10);
    var completion = client.completeFilter("tasks", "idle>5s state:i and polls>3", 15, null);
    assertThat(completion.from()).isEqualTo(14);
    var values = client.completeFilter("tasks", "name:TASK-1", 11, target.id()).proposals();
    assertThat(values).hasSize(11).first().isEqualTo(new FilterProposal("task-1", FilterProposal.Kind.VALUE, "1 task"));
    assertThat(completion.proposals()).extracting(FilterProposal::text).containsExactly("idle", "running");
    client.detach(target.id());
    assertThat(client.targets()).isEmpty();
  }

  @Test
  void refusal_carriesTheProblem() {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.target("a/b c"))
        .withMessageContaining("'a/b c'")
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(404));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.attach("nowhere"))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  @Test
  void server_thatIsNotThere_isSaid() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var lonely = ConsoleClient.of(URI.create("http://127.0.0.1:" + port))) {
      assertThatExceptionOfType(UnreachableException.class).isThrownBy(lonely::targets)
          .withMessageContaining("127.0.0.1:" + port).withMessageContaining("kioto server");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:7070", "ftp://127.0.0.1:7070", "http:///x", "http://host:1/path", "ws://host:1"})
  void address_thatIsNotAServers_isRefused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> ConsoleClient.of(URI.create(address)).close())
        .withMessageContaining("http://HOST:PORT");
  }

  @Test
  void window_pushesMovesAndCloses() {
    var target = client.attach(program.address());
    var listener = new Recorder();
    try (var window = client.openWindow(target.id(), new WindowRequest("", "-total", 0, 2, 50), listener)) {
      await().untilAsserted(() -> assertThat(listener.lastRows()).containsExactly("1", "2"));
      assertThat(listener.connections).containsExactly("CONNECTED");

      for (int i = 0; i < 50; i++) window.move(new WindowRequest("", "-total", i, 2, 50));
      window.move(new WindowRequest("", "total", 0, 2, 50));
      await().untilAsserted(() -> assertThat(listener.lastRows()).containsExactly("20", "19"));

      window.move(new WindowRequest("stat:x", "total", 0, 2, 50));
      await().untilAsserted(() -> assertThat(listener.problems).hasSize(1));
      assertThat(listener.problems.getFirst().position()).isZero();
      program.send(Wire.update(11_000).task(99, "fresh", Wire.stats(10_999)).build());
      await().untilAsserted(() -> assertThat(listener.lastRows()).as("the good request before is kept")
          .containsExactly("99", "20"));
    }
    await().untilAsserted(() -> assertThat(listener.connections).endsWith("CLOSED"));
  }

  @Test
  void window_whenTheServerComesBack_goesOn() throws Exception {
    var target = client.attach(program.address());
    var listener = new Recorder();
    try (var _ = client.openWindow(target.id(), WindowRequest.DEFAULT, listener)) {
      await().untilAsserted(() -> assertThat(listener.windows).isNotEmpty());
      int port = server.port();
      server.close();
      await().untilAsserted(() -> assertThat(listener.connections).contains("RECONNECTING"));
      listener.windows.clear();

      server = ConsoleServer.builder().port(port).attach(program.address()).start();

      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(listener.windows).isNotEmpty());
      assertThat(listener.connections).endsWith("CONNECTED");
    }
  }

  @Test
  void window_ofATargetThatIsTakenOff_ends() {
    var target = client.attach(program.address());
    var listener = new Recorder();
    try (var _ = client.openWindow(target.id(), WindowRequest.DEFAULT, listener)) {
      await().untilAsserted(() -> assertThat(listener.windows).isNotEmpty());

      client.detach(target.id());

      await().untilAsserted(() -> assertThat(listener.connections).endsWith("CLOSED"));
      assertThat(listener.problems).isNotEmpty().allSatisfy(p -> assertThat(p.status()).isEqualTo(404));
    }
  }

  /// Keeps what it hears.
  private static final class Recorder implements WindowListener {

    final List<Window> windows = new CopyOnWriteArrayList<>();
    final List<Problem> problems = new CopyOnWriteArrayList<>();
    final List<String> connections = new CopyOnWriteArrayList<>();

    List<String> lastRows() {
      assertThat(windows).isNotEmpty();
      return windows.getLast().rows().stream().map(task -> task.id()).toList();
    }

    @Override
    public void onWindow(Window window) {
      windows.add(window);
    }

    @Override
    public void onProblem(Problem problem) {
      problems.add(problem);
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      connections.add(state.name());
    }
  }
}
