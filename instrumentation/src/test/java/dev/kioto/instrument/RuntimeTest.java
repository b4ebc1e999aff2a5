package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A real runtime, as a console sees it.
final class RuntimeTest {
  private final Instrumentation console = Instrumentation.builder().bind("127.0.0.1", 0)
      .publishInterval(Duration.ofMillis(20)).ringCapacity(1 << 16).name("test").start();
  private final Runtime runtime = Runtime.builder().enableAll().probe(console.probe()).workerThreads(2).build();
  private final Client client = new Client(console.port());

  @AfterEach
  void close() {
    client.close();
    runtime.close();
    console.close();
  }

  private static long idOf(StrictModel model, String name) {
    return model.tasks.keySet().stream().filter(id -> name.equals(model.field(id, "task.name"))).findFirst().orElse(0L);
  }

  private static boolean isOver(StrictModel model, String name) {
    long id = idOf(model, name);
    return id != 0 && model.statsOf(id).hasDroppedAt();
  }

  @Test
  void yields_knownNumber_areExactOnTheWire() {
    var model = client.watch();
    int tasks = 20;
    int yields = 1000;
    runtime.blockOn(() -> {
      var handles = new ArrayList<JoinHandle<@Nullable Void>>();
      for (int i = 0; i < tasks; i++) {
        handles.add(Task.builder().name("yielding-" + i).spawn(() -> {
          for (int n = 0; n < yields; n++) {
            Task.yieldNow().await();
          }
        }));
      }
      for (var handle : handles) {
        handle.await();
      }
    });

    for (int i = 0; i < tasks; i++) {
      String name = "yielding-" + i;
      await().until(() -> isOver(model, name));
      var stats = model.statsOf(idOf(model, name));
      assertThat(stats.getPollStats().getPolls()).as("polls of %s", name).isEqualTo(yields + 1);
      assertThat(stats.getWakes()).as("wakes of %s", name).isEqualTo(yields);
      assertThat(stats.getSelfWakes()).as("self-wakes of %s", name).isEqualTo(yields);
      assertThat(stats.getWakerDrops()).isEqualTo(stats.getWakerClones());
    }
    assertThat(model.dropped).hasValue(0);
    assertThat(model.violations).isEmpty();
  }

  @Test
  void times_ofEveryTask_fitIntoItsLife() {
    var model = client.watch();
    runtime.blockOn(() -> {
      var future = Task.builder().name("future").spawn(Time.sleep(Duration.ofMillis(50)));
      var direct = Task.builder().name("direct").spawn(() -> {
        for (int i = 0; i < 20; i++) {
          Time.sleep(Duration.ofMillis(2)).await();
        }
      });
      future.await();
      direct.await();
    });
    await().until(() -> isOver(model, "future") && isOver(model, "direct"));

    for (String name : new String[] {"future", "direct"}) {
      var stats = model.statsOf(idOf(model, name));
      long life = at(stats.getDroppedAt()) - at(stats.getCreatedAt());
      long busy = nanos(stats.getPollStats().getBusyTime());
      long scheduled = nanos(stats.getScheduledTime());
      assertThat(life).isGreaterThan(40_000_000);
      assertThat(busy).isPositive();
      assertThat(scheduled).isPositive();
      assertThat(busy + scheduled).as("busy and scheduled of %s", name).isLessThanOrEqualTo(life);
    }
    assertThat(model.violations).isEmpty();
  }

  private static long nanos(com.google.protobuf.Duration duration) {
    return duration.getSeconds() * 1_000_000_000 + duration.getNanos();
  }

  /// What makes the stock client call a waker lost: idle, polled before, and no waker left.
  private static boolean looksLost(Stats stats) {
    var polls = stats.getPollStats();
    long started = at(polls.getLastPollStarted());
    boolean running = started > at(polls.getLastPollEnded());
    boolean scheduled = at(stats.getLastWake()) > started;
    return !stats.hasDroppedAt() && polls.getPolls() > 0 && !running && !scheduled
        && stats.getWakerClones() == stats.getWakerDrops();
  }

  private static long at(Timestamp timestamp) {
    return timestamp.getSeconds() * 1_000_000_000 + timestamp.getNanos();
  }

  @Test
  void parkedDirectTask_lookedAt_isIdleWithItsStackAndNoLostWaker() {
    var model = client.watch();
    var mutex = new Mutex<Integer>(0);
    runtime.blockOn(() -> {
      var guard = mutex.lock().await();
      var waiting = Task.builder().name("waiting").spawn(() -> {
        mutex.lock().await().close();
      });
      await().until(() -> {
        long id = idOf(model, "waiting");
        return id != 0 && model.statsOf(id).getPollStats().hasLastPollEnded();
      });
      long id = idOf(model, "waiting");
      await().until(() -> stack(id).getKind() == TaskStack.Kind.PARKED);
      assertThat(stack(id).getFramesList()).anyMatch(f -> f.getClassName().contains("RuntimeTest"));
      assertThat(looksLost(model.statsOf(id))).isFalse();
      guard.close();
      waiting.await();
    });
    await().until(() -> isOver(model, "waiting"));
    assertThat(model.violations).isEmpty();
  }

  private TaskStack stack(long id) {
    return client.console().getTaskStack(TaskStackRequest.newBuilder().setTaskId(id).build());
  }

  @Test
  void sleepingTasks_watched_neverLookLost() {
    var model = client.watch();
    await().until(() -> !model.updates.isEmpty());
    runtime.blockOn(() -> {
      var handles = new ArrayList<JoinHandle<@Nullable Void>>();
      for (int i = 0; i < 10; i++) {
        handles.add(Task.spawn(() -> {
          for (int n = 0; n < 100; n++) {
            Time.sleep(Duration.ofMillis(3)).await();
          }
        }));
        Task.spawn(Time.sleep(Duration.ofMillis(300)));
      }
      for (var handle : handles) {
        handle.await();
      }
    });

    assertThat(model.updates).hasSizeGreaterThan(3);
    for (var update : model.updates) {
      for (Map.Entry<Long, Stats> entry : update.getTaskUpdate().getStatsUpdateMap().entrySet()) {
        String kind = model.field(entry.getKey(), "kind");
        if (!"block_on".equals(kind) && !"blocking".equals(kind)) {
          assertThat(looksLost(entry.getValue())).as("task %s looks lost: %s", entry.getKey(), entry.getValue())
              .isFalse();
        }
      }
    }
  }

  @Test
  void workers_ofTheRuntime_areWatched() {
    runtime.blockOn(() -> {
      Time.sleep(Duration.ofMillis(5)).await();
    });

    var updates = client.console().watchWorkers(WatchWorkersRequest.getDefaultInstance());

    assertThat(updates.next().getWorkersList()).extracting(w -> w.getIndex()).containsExactly(0, 1);
  }
}
