package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WatchWakesRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Notify;
import dev.kioto.task.Task;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who wakes whom, as a client sees it that holds edges by their slots.
@Timeout(30)
final class WatchWakesTest {
  private @Nullable TestConsole test;

  @AfterEach
  void close() {
    if (test != null) {
      test.close();
    }
  }

  private TestConsole start(UnaryOperator<InstrumentationBuilder> options) {
    test = new TestConsole(options);
    return test;
  }

  private static Edges watch(TestConsole test) {
    var edges = new Edges();
    test.client().streams().watchWakes(WatchWakesRequest.getDefaultInstance(), edges);
    return edges;
  }

  private static Map<String, Long> settled(Edges edges, long wakes) {
    await().untilAsserted(() -> assertThat(edges.total()).isEqualTo(wakes));
    return edges.counts();
  }

  @Test
  void knownGraph_ofARuntime_isExact() {
    var test = start(builder -> builder);
    var edges = watch(test);
    var there = new Notify();
    var back = new Notify();
    var fromOutside = new Notify();
    try (var runtime = Runtime.builder().currentThread().probe(test.console.probe()).build()) {
      var woken = runtime.spawn(() -> {
        for (int i = 0; i < 100; i++) {
          there.notified().await();
          back.notifyOne();
        }
      });
      var waker = runtime.spawn(() -> {
        for (int i = 0; i < 100; i++) {
          there.notifyOne();
          back.notified().await();
        }
      });
      var selfish = runtime.spawn(() -> {
        for (int i = 0; i < 50; i++) {
          Task.yieldNow().await();
        }
      });
      var patient = runtime.spawn(() -> fromOutside.notified().await());
      runtime.blockOn(waker);
      runtime.blockOn(selfish);
      fromOutside.notifyOne();
      runtime.blockOn(patient);

      var counts = Map.of(waker.id() + ">" + woken.id(), 100L, woken.id() + ">" + waker.id(), 100L,
          selfish.id() + ">" + selfish.id(), 50L, "0>" + patient.id(), 1L);
      await().untilAsserted(() -> assertThat(edges.counts()).containsAllEntriesOf(counts));
      var tasks = Set.of(waker.id(), woken.id(), selfish.id(), patient.id());
      assertThat(edges.all().stream().filter(edge -> tasks.contains(edge.getToTask()))).hasSameSizeAs(counts.keySet());
    }
  }

  @Test
  void wakes_ofOneThread_areExactByPair() {
    var test = start(builder -> builder);
    for (long id = 1; id <= 3; id++) {
      test.spawn(id);
    }
    var edges = watch(test);
    for (int i = 0; i < 100; i++) {
      test.probe.taskWoken(2, 1);
    }
    test.probe.taskWoken(2, 2);
    test.probe.taskWoken(3, 0);

    assertThat(settled(edges, 102)).isEqualTo(Map.of("1>2", 100L, "2>2", 1L, "0>3", 1L));
    assertThat(edges.uncounted).isZero();
    assertThat(edges.all()).allMatch(WakeEdge::hasLastAt);
  }

  @Test
  void moreEdgesThanTheBound_withTheUncounted_addUpForEveryClient() {
    var test = start(builder -> builder.wakeEdges(100));
    var early = watch(test);
    int tasks = 2000;
    for (int task = 1; task <= tasks; task++) {
      test.spawn(task);
      for (int i = 0; i < 3; i++) {
        test.probe.taskWoken(task, task - 1);
      }
    }
    var late = watch(test);

    for (var edges : new Edges[] {early, late}) {
      assertThat(settled(edges, 3L * tasks)).hasSizeLessThanOrEqualTo(100);
      assertThat(edges.uncounted).isEqualTo(3L * tasks - 300);
    }
  }

  @Test
  void edges_tasksForgotten_vanishFromTheClientToo() {
    var test = start(builder -> builder.retention(Duration.ZERO));
    test.spawn(1);
    test.spawn(2);
    test.probe.taskWoken(1, 1);
    test.probe.taskWoken(2, 1);
    test.probe.taskWoken(2, 0);
    var edges = watch(test);
    await().until(() -> edges.counts().size() == 3);

    test.probe.taskEnded(1, TaskOutcome.COMPLETED);

    await().until(() -> edges.counts().equals(Map.of("0>2", 1L)));
    assertThat(edges.uncounted).isEqualTo(2);
  }

  @Test
  void pausedClient_afterwards_hasMissedNothing() {
    var test = start(builder -> builder);
    test.spawn(1);
    var client = test.client();
    var edges = new Edges();
    client.streams().watchWakes(WatchWakesRequest.getDefaultInstance(), edges);
    await().until(() -> edges.begun);
    client.pause();
    for (int i = 0; i < 10; i++) {
      test.probe.taskWoken(1, 0);
    }
    client.resume();

    assertThat(settled(edges, 10)).isEqualTo(Map.of("0>1", 10L));
  }

  /// The edges by their slots.
  private static final class Edges implements StreamObserver<WakesUpdate> {
    private final Map<Integer, WakeEdge> slots = new ConcurrentHashMap<>();
    volatile long uncounted;
    volatile boolean begun;
    private volatile long total;

    @Override
    public void onNext(WakesUpdate update) {
      for (var edge : update.getEdgesList()) {
        if (edge.getToTask() == 0) {
          slots.remove(edge.getSlot());
        } else {
          slots.put(edge.getSlot(), edge);
        }
      }
      if (!update.getMore()) {
        uncounted = update.getUncountedWakes();
        total = uncounted + slots.values().stream().mapToLong(WakeEdge::getWakes).sum();
        begun = true;
      }
    }

    long total() {
      return total;
    }

    Collection<WakeEdge> all() {
      return slots.values();
    }

    Map<String, Long> counts() {
      return slots.values().stream()
          .collect(Collectors.toMap(edge -> edge.getFromTask() + ">" + edge.getToTask(), WakeEdge::getWakes));
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
