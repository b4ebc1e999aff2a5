package dev.kioto.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several feeds over one socket, of a real server.
@Timeout(60)
final class ConsoleStreamTest {

  private static final WindowRequest TWO = new WindowRequest("", "-total", 0, 2, 50);
  private static final GroupQuery BY_STATE = new GroupQuery("state", "", "key", 10);

  private FakeTarget program;
  private ConsoleServer server;
  private ConsoleClient client;
  private String target;

  @BeforeEach
  void start() throws Exception {
    var snapshot = Wire.update(10_000).metadata();
    for (int i = 1; i <= 20; i++) snapshot.task(i, "task-" + i, Wire.stats(i * 100L));
    program = FakeTarget.kioto(Wire.description("run-1"), snapshot.build());
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    target = client.attach(program.address()).id();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    program.close();
  }

  @Test
  void feeds_ofSeveralKinds_eachHearItsOwn() {
    var rows = new Heard<Window>();
    var groups = new Heard<TaskGroupList>();
    var window = client.stream().subscribe(StreamRequest.tasks(target, TWO), rows);
    var _ = client.stream().subscribe(StreamRequest.groups(target, BY_STATE, 50), groups);

    await().untilAsserted(() -> assertThat(rows.last().rows()).extracting("id").containsExactly("1", "2"));
    await().untilAsserted(() -> assertThat(groups.last().total()).isEqualTo(20));
    window.close();
    await().untilAsserted(() -> assertThat(rows.states).containsExactly("CONNECTED", "CLOSED"));
    program.send(Wire.update(11_000).task(99, "fresh", Wire.stats(10_999)).build());
    await().untilAsserted(() -> assertThat(groups.last().total()).isEqualTo(21));
    assertThat(rows.last().total()).isEqualTo(20);
  }

  @Test
  void feed_thatIsRefused_saysWhy_andFollowsTheNextRequest() {
    var rows = new Heard<Window>();
    var feed = client.stream().subscribe(StreamRequest.tasks(target, new WindowRequest("stat:x", "-total", 0, 2, 50)),
        rows);

    await().untilAsserted(() -> assertThat(rows.problems).singleElement().satisfies(
        problem -> assertThat(problem.position()).isZero()));
    feed.move(StreamRequest.tasks(target, TWO));
    await().untilAsserted(() -> assertThat(rows.messages).isNotEmpty());
  }

  @Test
  void listener_thatHangs_skipsMessages_andHoldsUpNoOther() {
    var goOn = new CountDownLatch(1);
    var slow = new Heard<Window>() {
      @Override
      public void onMessage(Window message) {
        super.onMessage(message);
        awaitUninterruptibly(goOn);
      }
    };
    var quick = new Heard<Window>();
    var held = client.stream().subscribe(StreamRequest.tasks(target, TWO), slow);
    await().untilAsserted(() -> assertThat(slow.messages).hasSize(1));
    var _ = client.stream().subscribe(StreamRequest.tasks(target, TWO), quick);

    for (int i = 1; i <= 10; i++) {
      int total = 20 + i;
      program.send(Wire.update(11_000 + i).task(100 + i, "fresh", Wire.stats(10_999)).build());
      await().untilAsserted(() -> assertThat(quick.last().total()).isEqualTo(total));
    }
    assertThat(slow.messages).hasSize(1);
    assertThat(held.skipped()).isPositive();
    goOn.countDown();
    await().untilAsserted(() -> assertThat(slow.last().total()).as("the newest").isEqualTo(30));
  }

  @Test
  void stream_whenTheServerComesBack_hasAllItsFeeds() throws Exception {
    var rows = new Heard<Window>();
    var groups = new Heard<TaskGroupList>();
    var _ = client.stream().subscribe(StreamRequest.tasks(target, TWO), rows);
    var _ = client.stream().subscribe(StreamRequest.groups(target, BY_STATE, 50), groups);
    await().untilAsserted(() -> assertThat(rows.messages).isNotEmpty());
    int port = server.port();
    server.close();
    await().untilAsserted(() -> assertThat(rows.states).contains("RECONNECTING"));
    rows.messages.clear();
    groups.messages.clear();

    server = ConsoleServer.builder().port(port).attach(program.address()).start();

    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
      assertThat(rows.messages).isNotEmpty();
      assertThat(groups.messages).isNotEmpty();
    });
  }

  @Test
  void feed_ofATargetThatIsTakenOff_endsAlone() throws Exception {
    var ended = new Heard<Window>();
    try (var other = FakeTarget.kioto(Wire.description("run-2"), Wire.update(10_000).metadata().build())) {
      var second = client.attach(other.address()).id();
      var lives = new Heard<Window>();
      var _ = client.stream().subscribe(StreamRequest.tasks(target, TWO), ended);
      var _ = client.stream().subscribe(StreamRequest.tasks(second, TWO), lives);
      await().untilAsserted(() -> assertThat(ended.messages).isNotEmpty());

      client.detach(target);

      await().untilAsserted(() -> assertThat(ended.states).endsWith("CLOSED"));
      assertThat(ended.problems).singleElement().satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
      assertThat(lives.states).containsExactly("CONNECTED");
    }
  }

  @Test
  void stream_thatIsClosed_tellsItsFeedsAndThoseThatComeLater() {
    var before = new Heard<Window>();
    var later = new Heard<Window>();
    var _ = client.stream().subscribe(StreamRequest.tasks(target, TWO), before);

    client.stream().close();
    var _ = client.stream().subscribe(StreamRequest.tasks(target, TWO), later);

    await().untilAsserted(() -> assertThat(before.states).endsWith("CLOSED"));
    await().untilAsserted(() -> assertThat(later.states).containsExactly("CLOSED"));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Keeps what it hears.
  private static class Heard<T> implements StreamListener<T> {
    final List<T> messages = new CopyOnWriteArrayList<>();
    final List<Problem> problems = new CopyOnWriteArrayList<>();
    final List<String> states = new CopyOnWriteArrayList<>();

    T last() {
      assertThat(messages).isNotEmpty();
      return messages.getLast();
    }

    @Override
    public void onMessage(T message) {
      messages.add(message);
    }

    @Override
    public void onProblem(Problem problem) {
      problems.add(problem);
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      states.add(state.name());
    }
  }
}
