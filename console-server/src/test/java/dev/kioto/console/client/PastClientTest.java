package dev.kioto.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The past, by the Java client: answers, and windows that stand at an instant.
@Timeout(120)
final class PastClientTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-31T12:00:00Z");
  private static final TaskQuery TASKS = new TaskQuery("", "id", 10, null);
  private static final WindowRequest ALL = new WindowRequest("", "id", 0, 10, 50);

  @TempDir
  private Path folder = Path.of("");
  private FakeTarget program;
  private ConsoleServer server;
  private ConsoleClient client;
  private String target;
  private Instant before; // there are two tasks, of which one holds a lock
  private Instant after; // there are three, and the lock has gone

  @BeforeEach
  void start() throws Exception {
    var about = Wire.description("run-1", Capability.WORKERS, Capability.RUNTIMES, Capability.RESOURCES,
        Capability.WAKES, Capability.INCIDENTS);
    program = FakeTarget.kioto(about, Wire.update(1000).metadata().task(1, "one", Wire.stats(0))
        .task(2, "two", Wire.stats(0)).build());
    program.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(1000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setPolls(99)).build());
    program.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(1000)).addResources(Wire.mutex(5, 1, 2))
        .addOperations(Wire.waiting(6, 5, 2, 900)).build());
    server = ConsoleServer.builder().port(0).data(folder).start();
    client = ConsoleClient.of(server.uri());
    target = client.attach(program.address()).id();
    await().untilAsserted(() -> assertThat(client.workers(target).workers()).hasSize(1));
    await().untilAsserted(() -> assertThat(client.waitFor(target, ListQuery.DEFAULT).waits()).hasSize(1));
    before = Instant.now();
    program.sendResources(ResourcesUpdate.newBuilder().setNow(Wire.at(2500)).addResources(Wire.mutex(5, 2))
        .addOperations(Wire.waiting(6, 5, 2, 900).setIsWaiting(false).setEndedAt(Wire.at(2400))).build());
    program.send(Wire.update(3000).task(3, "three", Wire.stats(2000)).build());
    await().untilAsserted(() -> assertThat(client.target(target).tasks().total()).isEqualTo(3));
    await().untilAsserted(() -> assertThat(client.waitFor(target, ListQuery.DEFAULT).waits()).isEmpty());
    after = Instant.now();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    program.close();
  }

  @Test
  void questions_asOfAnInstant_areAnsweredOfThen() throws Exception {
    var past = client.asOf(before);
    var query = TASKS;

    assertThat(past.instant()).isEqualTo(before);
    assertThat(past.tasks(target, query).tasks()).extracting(Task::name).containsExactly("one", "two");
    assertThat(client.asOf(after).tasks(target, query).tasks()).extracting(Task::name)
        .containsExactly("one", "two", "three");
    assertThat(past.task(target, "1").task().name()).isEqualTo("one");
    assertThat(past.groups(target, new GroupQuery("name", "", "key", 10)).groups()).hasSize(2);
    assertThat(past.workers(target).workers()).hasSize(1);
    assertThat(past.resources(target, ListQuery.DEFAULT.with("state", "all")).resources()).hasSize(1);
    assertThat(past.resource(target, "5").resource().ownerCount()).isEqualTo(1);
    assertThat(past.operations(target, ListQuery.DEFAULT.with("state", "waiting")).operations()).hasSize(1);
    assertThat(past.taskOperations(target, "2", ListQuery.DEFAULT).operations()).hasSize(1);
    assertThat(past.waitFor(target, ListQuery.DEFAULT).waits()).hasSize(1);
    assertThat(past.diagnoses(target, ListQuery.DEFAULT.with("state", "all")).diagnoses()).isNotNull();
    assertThat(past.endedTasks(target, "", 10, null).tasks()).isEmpty();
    assertThat(past.series(target, "tasks.idle").points()).hasSizeLessThanOrEqualTo(1);
    try (var table = past.file(FileRequest.ofTarget(target, "tasks", Map.of("format", "csv")))) {
      assertThat(new String(table.readAllBytes(), StandardCharsets.UTF_8)).contains("two").doesNotContain("three");
    }
  }

  @Test
  void instant_thatIsStillToCome_isReadAgain() throws Exception {
    var soon = Instant.now().plusSeconds(5);
    var query = TASKS;
    assertThat(client.asOf(soon).tasks(target, query).tasks()).hasSize(3);
    program.send(Wire.update(4000).task(4, "four", Wire.stats(3500)).build());
    await().untilAsserted(() -> assertThat(client.target(target).tasks().total()).isEqualTo(4));

    assertThat(client.asOf(soon).tasks(target, query).tasks()).hasSize(4);
  }

  @Test
  void warnings_ofTasks_areThoseOfTheInstant() {
    var lost = Wire.stats(0).setWakerClones(1).setWakerDrops(1); // idle, and no waker of it is left
    program.send(Wire.update(60_000).task(9, "lost", lost).build());
    var wanted = new TaskQuery("warning:lost-waker", "id", 10, null);
    long begun = System.nanoTime();
    await().untilAsserted(() -> {
      program.send(Wire.update(60_000 + (System.nanoTime() - begun) / 1_000_000).build());
      assertThat(client.tasks(target, wanted).tasks()).hasSize(1);
    });
    var then = Instant.now();
    program
        .send(Wire.update(70_000 + (System.nanoTime() - begun) / 1_000_000).stats(9, lost.setDroppedAt(Wire.at(60_500)))
            .build());
    await().untilAsserted(() -> assertThat(client.tasks(target, wanted).tasks()).isEmpty());

    assertThat(client.asOf(then).tasks(target, wanted).tasks()).extracting(Task::name).containsExactly("lost");
    assertThat(client.asOf(before).tasks(target, wanted).tasks()).isEmpty();
  }

  @Test
  void trail_ofAProgram_saysFromWhenToWhen() {
    var trail = client.trail(target);

    assertThat(trail.from()).isBefore(before);
    assertThat(trail.to()).isBetween(before, after);
    assertThat(trail.spans()).hasSize(1);
    assertThat(trail.lostMessages()).isZero();
    assertThat(trail.problem()).isNull();
  }

  @Test
  void questions_asOfWhatIsNotKept_areRefused() {
    var past = client.asOf(LONG_AGO);
    var all = ListQuery.DEFAULT;
    var questions = List.<Supplier<?>>of(() -> past.tasks(target, TASKS), () -> past.task(target, "1"),
        () -> past.children(target, "1", TASKS), () -> past.groups(target, new GroupQuery("name", "", "key", 10)),
        () -> past.workers(target), () -> past.runtimes(target, all), () -> past.resources(target, all),
        () -> past.resource(target, "5"), () -> past.operations(target, all), () -> past.waitFor(target, all),
        () -> past.taskOperations(target, "1", all), () -> past.wakes(target, all),
        () -> past.taskWakes(target, "1", all), () -> past.incidents(target, all));

    assertThat(questions).allSatisfy(question -> assertThatThrownBy(question::get)
        .isInstanceOfSatisfying(ProblemException.class,
            refused -> assertThat(refused.problem().type()).isEqualTo("urn:kioto:problem:unknown-moment")));
  }

  @Test
  void feeds_ofAnInstant_stand_andMove_andComeBack() {
    var rows = new Heard<Window>();
    var groups = new Heard<TaskGroupList>();
    var byName = StreamRequest.groups(target, new GroupQuery("name", "", "key", 10), 50);
    var feed = client.stream().subscribe(StreamRequest.tasks(target, ALL.at(before)), rows);
    var _ = client.stream().subscribe(byName.asOf(before), groups);

    await().untilAsserted(() -> assertThat(rows.last()).containsExactly("one", "two"));
    await().untilAsserted(() -> assertThat(groups.messages).last()
        .satisfies(message -> assertThat(message.groupCount()).isEqualTo(2)));
    feed.move(StreamRequest.tasks(target, ALL.at(after)));
    await().untilAsserted(() -> assertThat(rows.last()).containsExactly("one", "two", "three"));
    int heard = rows.messages.size();
    program.send(Wire.update(4000).task(4, "four", Wire.stats(3500)).build());
    await().untilAsserted(() -> assertThat(client.target(target).tasks().total()).isEqualTo(4));
    feed.move(StreamRequest.tasks(target, ALL));
    await().untilAsserted(() -> assertThat(rows.last()).containsExactly("one", "two", "three", "four"));
    assertThat(rows.messages.subList(heard, rows.messages.size()).getFirst().total()).isEqualTo(4); // nothing between
    assertThat(groups.messages).hasSize(1);
  }

  @Test
  void feed_ofWhatIsNotKept_saysWhy_andFollowsTheNextRequest() {
    var rows = new Heard<Window>();
    var feed = client.stream().subscribe(StreamRequest.tasks(target, ALL.at(LONG_AGO)), rows);

    await().untilAsserted(() -> assertThat(rows.problems).extracting(Problem::type)
        .containsExactly("urn:kioto:problem:unknown-moment"));
    feed.move(StreamRequest.tasks(target, ALL.at(before)));
    await().untilAsserted(() -> assertThat(rows.last()).containsExactly("one", "two"));
    feed.move(new StreamRequest<>("tasks", target, Map.of("asOf", "yesterday"), Window.class));
    await().untilAsserted(() -> assertThat(rows.problems).last().satisfies(
        problem -> assertThat(problem.detail()).contains("'yesterday' is not an instant")));
  }

  private static final class Heard<T> implements StreamListener<T> {
    final List<T> messages = new CopyOnWriteArrayList<>();
    final List<Problem> problems = new CopyOnWriteArrayList<>();

    List<String> last() {
      assertThat(messages).isNotEmpty();
      return ((Window) messages.getLast()).rows().stream().map(Task::name).toList();
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
      // it is the same as of the present
    }
  }
}
