package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.proto.tokio.tasks.Task;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchUpdatesTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private Instrumentation console;
  private ThreadProbe probe;
  private Client client;

  @BeforeEach
  void start() {
    console = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(INTERVAL).name("test").start();
    probe = console.probe().openThread("test");
    client = new Client(console.port());
  }

  @AfterEach
  void stop() {
    client.close();
    console.close();
  }

  private void pollOnce(long id, int wakers) {
    probe.pollStarted(id, System.nanoTime(), false);
    probe.pollEnded(id, wakers);
  }

  private static StrictModel upTo(StrictModel model, int updates) {
    await().until(() -> model.updates.size() >= updates);
    return model;
  }

  @Test
  void firstMessage_withoutTasks_hasMetadataAndAllParts() {
    var model = upTo(client.watch(), 1);

    assertThat(model.metadata).isNotEmpty();
    assertThat(model.violations).isEmpty();
  }

  @Test
  void firstMessage_withTasks_holdsLivingAndEndedOnes() {
    probe.taskSpawned(new FakeTask(1));
    probe.taskSpawned(new FakeTask(2));
    pollOnce(2, 0);
    probe.taskEnded(2, TaskOutcome.COMPLETED);

    var model = upTo(client.watch(), 1);

    assertThat(model.updates.get(0).getTaskUpdate().getNewTasksList()).extracting(t -> t.getId().getId())
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(model.statsOf(1).hasDroppedAt()).isFalse();
    assertThat(model.statsOf(2).hasDroppedAt()).isTrue();
    assertThat(model.violations).isEmpty();
  }

  @Test
  void laterMessage_oneTaskChanged_holdsThatTaskAlone() {
    probe.taskSpawned(new FakeTask(1));
    probe.taskSpawned(new FakeTask(2));
    var model = upTo(client.watch(), 2);
    int before = model.updates.size();

    probe.taskWoken(2, 1);
    await().until(() -> model.statsOf(2).getWakes() == 1);

    var later = model.updates.stream().skip(before).toList(); // more may come while it is looked at
    assertThat(later).allSatisfy(u -> {
      assertThat(u.getTaskUpdate().getNewTasksList()).isEmpty();
      assertThat(u.getTaskUpdate().getStatsUpdateMap()).doesNotContainKey(1L);
      assertThat(u.hasNewMetadata()).isFalse();
    });
    assertThat(later.stream().filter(u -> u.getTaskUpdate().getStatsUpdateCount() > 0)).hasSize(1);
    assertThat(model.violations).isEmpty();
  }

  @Test
  void task_allFactsGiven_areOnTheWire() {
    var frame = new StackTraceElement("dev.example.Main", "run", "Main.java", 42);
    probe.taskSpawned(new FakeTask(7).name("accept").parent(3).location(frame));
    probe.taskSpawned(new FakeTask(8).kind(TaskKind.BLOCKING));
    probe.taskSpawned(new FakeTask(9).kind(TaskKind.DIRECT));
    probe.taskSpawned(new FakeTask(10).kind(TaskKind.BLOCK_ON));

    var model = upTo(client.watch(), 1);

    var task = model.taskOf(7);
    assertThat(task.getKind()).isEqualTo(Task.Kind.SPAWN);
    assertThat(task.getParentsList()).extracting(p -> p.getId()).containsExactly(3L);
    assertThat(task.getLocation().getFile()).isEqualTo("Main.java");
    assertThat(task.getLocation().getLine()).isEqualTo(42);
    assertThat(task.getLocation().getModulePath()).isEqualTo("dev.example.Main");
    assertThat(model.field(7, "task.name")).isEqualTo("accept");
    assertThat(model.field(7, "task.id")).isEqualTo("7");
    assertThat(model.field(7, "type")).isEqualTo("dev.example.Job");
    assertThat(model.field(7, "spawn.location")).isEqualTo("Main.java:42");
    assertThat(model.field(7, "kind")).isEqualTo("task");
    assertThat(model.taskOf(8).getKind()).isEqualTo(Task.Kind.BLOCKING);
    assertThat(model.field(8, "kind")).isEqualTo("blocking");
    assertThat(model.field(8, "task.name")).isNull();
    assertThat(model.taskOf(8).hasLocation()).isFalse();
    assertThat(model.field(9, "kind")).isEqualTo("direct");
    assertThat(model.field(10, "kind")).isEqualTo("block_on");
    assertThat(model.violations).isEmpty();
  }

  @Test
  void stats_knownEvents_areExact() {
    long spawned = probe.taskSpawned(new FakeTask(1));
    long first = probe.pollStarted(1, spawned, false);
    probe.taskWoken(1, 1);
    long firstEnd = probe.pollEnded(1, 2);
    long second = probe.pollStarted(1, firstEnd, true);
    long secondEnd = probe.pollEnded(1, 1);
    long woken = probe.taskWoken(1, 5);

    var stats = upTo(client.watch(), 1).statsOf(1);

    var polls = stats.getPollStats();
    assertThat(polls.getPolls()).isEqualTo(2);
    assertThat(nanos(polls.getBusyTime())).isEqualTo(firstEnd - first + secondEnd - second);
    assertThat(nanos(stats.getScheduledTime())).isEqualTo(first - spawned + second - firstEnd);
    assertThat(stats.getWakes()).isEqualTo(2);
    assertThat(stats.getSelfWakes()).isEqualTo(1);
    assertThat(stats.getWakerClones()).isEqualTo(3);
    assertThat(stats.getWakerDrops()).isEqualTo(2);
    assertThat(between(stats.getCreatedAt(), polls.getFirstPoll())).isEqualTo(first - spawned);
    assertThat(between(stats.getCreatedAt(), polls.getLastPollStarted())).isEqualTo(second - spawned);
    assertThat(between(stats.getCreatedAt(), polls.getLastPollEnded())).isEqualTo(secondEnd - spawned);
    assertThat(between(stats.getCreatedAt(), stats.getLastWake())).isEqualTo(woken - spawned);
  }

  @Test
  void stats_pollRuns_showsItBeforeItEnds() {
    long spawned = probe.taskSpawned(new FakeTask(1));
    var model = upTo(client.watch(), 1);

    long started = probe.pollStarted(1, spawned, false);
    await().until(() -> model.statsOf(1).getPollStats().getPolls() == 1);
    var running = model.statsOf(1);
    probe.pollEnded(1, 0);
    await().until(() -> model.statsOf(1).getPollStats().hasLastPollEnded());
    var idle = model.statsOf(1);

    assertThat(running.getPollStats().hasLastPollEnded()).isFalse();
    assertThat(between(running.getCreatedAt(), running.getPollStats().getLastPollStarted()))
        .isEqualTo(started - spawned);
    assertThat(idle.getPollStats().getPolls()).isEqualTo(1);
  }

  @Test
  void stats_notYetPolled_looksScheduled() {
    probe.taskSpawned(new FakeTask(1));

    var stats = upTo(client.watch(), 1).statsOf(1);

    assertThat(stats.getLastWake()).isEqualTo(stats.getCreatedAt());
    assertThat(stats.getWakes()).isZero();
    assertThat(stats.getPollStats().hasLastPollStarted()).isFalse();
  }

  @Test
  void clock_anchored_isNow() {
    probe.taskSpawned(new FakeTask(1));

    var model = upTo(client.watch(), 1);

    long seconds = System.currentTimeMillis() / 1000;
    assertThat(model.statsOf(1).getCreatedAt().getSeconds()).isBetween(seconds - 60, seconds + 1);
    assertThat(between(model.statsOf(1).getCreatedAt(), model.updates.get(0).getNow())).isNotNegative();
  }

  private static long nanos(com.google.protobuf.Duration duration) {
    return duration.getSeconds() * 1_000_000_000 + duration.getNanos();
  }

  private static long between(Timestamp from, Timestamp to) {
    return (to.getSeconds() - from.getSeconds()) * 1_000_000_000 + to.getNanos() - from.getNanos();
  }
}
