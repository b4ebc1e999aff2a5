package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.console.v1.TraceEvent;
import dev.kioto.proto.console.v1.WatchTraceRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every event from now on, as clients see them.
@Timeout(60)
final class WatchTraceTest {
  private final TestConsole test = new TestConsole(builder -> builder.ringCapacity(1 << 17).withoutFlightRecorder());

  @AfterEach
  void close() {
    test.close();
  }

  private Trace<WatchTraceRequest> watch(Trace<WatchTraceRequest> trace) {
    test.client().streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace);
    await().until(() -> trace.begun);
    return trace;
  }

  @Test
  void knownEvents_ofOneThread_comeInTheirOrderWithAllTheySay() {
    test.spawn(1);
    var trace = watch(Trace.reading());
    test.probe.taskSpawned(new FakeTask(2).name("second").parent(1));
    long woken = test.probe.taskWoken(2, 1);
    test.probe.taskWoken(2, 2);
    test.probe.taskWoken(1, 0);
    long started = test.probe.pollStarted(2, woken, false);
    long ended = test.probe.pollEnded(2, 1);
    test.probe.taskEnded(2, TaskOutcome.FAILED);

    await().until(() -> trace.received.get() == 6);

    assertThat(trace.lines()).containsExactly("SPAWN 2 by 1", "WAKE 2 by 1", "WAKE 2 by 2", "WAKE 1 by 0", "POLL 2",
        "END 2 as 2");
    var poll = trace.events().get(4);
    assertThat(poll.getValue()).isEqualTo(ended - started);
    assertThat(poll.getOther()).isEqualTo(started - woken);
    assertThat(trace.threads).containsValue(Thread.currentThread().getName());
    await().untilAsserted(() -> assertThat(trace.tasks)
        .isEqualTo(Map.of(1L, "|dev.example.Job", 2L, "second|dev.example.Job")));
    assertThat(trace.dropped).hasValue(0);
    assertThat(trace.violations).isEmpty();
  }

  @Test
  void knownProgram_onARuntime_hasExactlyItsEvents() {
    var trace = watch(Trace.reading());
    var expected = new HashMap<String, Long>();
    try (var runtime = Runtime.builder().probe(test.console.probe()).workerThreads(2).build()) {
      runtime.blockOn(() -> {
        var handles = new ArrayList<JoinHandle<@Nullable Void>>();
        for (int i = 0; i < 10; i++) {
          handles.add(Task.spawn(() -> {
            for (int n = 0; n < 200; n++) {
              Task.yieldNow().await();
            }
          }));
        }
        for (var handle : handles) {
          expected.put("SPAWN " + handle.id(), 1L);
          expected.put("POLL " + handle.id(), 201L);
          expected.put("WAKE " + handle.id() + " by " + handle.id(), 200L);
          expected.put("END " + handle.id() + " as 1", 1L);
          handle.await();
        }
      });
    }
    await().untilAsserted(() -> assertThat(counted(trace)).containsAllEntriesOf(expected));

    assertThat(counted(trace).keySet().stream().filter(line -> line.startsWith("SPAWN")))
        .hasSizeGreaterThanOrEqualTo(10);
    assertThat(trace.threads).hasSizeGreaterThanOrEqualTo(2);
    assertThat(trace.dropped).hasValue(0);
    assertThat(trace.violations).isEmpty();
  }

  private static Map<String, Long> counted(Trace<?> trace) {
    return trace.events().stream()
        .map(event -> event.getKind() == TraceEvent.Kind.SPAWN ? "SPAWN " + event.getTask() : Trace.line(event))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void levelTrace_onARuntime_tellsOfTheSchedulerAndOfLocks() {
    ((Recorder) test.console.probe()).setLevel(RecordLevel.TRACE);
    var trace = watch(Trace.reading());
    long locker;
    try (var runtime = Runtime.builder().probe(test.console.probe()).workerThreads(2).build()) {
      var mutex = new Mutex<>("locked");
      var guard = mutex.tryLock().orElseThrow();
      var waiting = runtime.spawn(() -> mutex.lock().await().close());
      locker = waiting.id();
      await().until(() -> trace.lines().stream().anyMatch(line -> line.startsWith("OPERATION_POLL")));
      guard.close();
      runtime.blockOn(waiting);
      runtime.blockOn(runtime.spawnBlocking(() -> {}));
      await().until(() -> trace.lines().contains("INJECT " + waiting.id() + " 0 0"));
    }
    await().untilAsserted(() -> assertThat(trace.events()).extracting(TraceEvent::getKind).contains(
        TraceEvent.Kind.PARK, TraceEvent.Kind.RESOURCE, TraceEvent.Kind.OPERATION, TraceEvent.Kind.OPERATION_POLL,
        TraceEvent.Kind.OPERATION_END, TraceEvent.Kind.BLOCKING_QUEUED, TraceEvent.Kind.BLOCKING_THREAD_STARTED));
    assertThat(trace.events()).filteredOn(event -> event.getKind().name().startsWith("OPERATION"))
        .extracting(TraceEvent::getTask).containsOnly(locker);
    assertThat(trace.events()).filteredOn(event -> event.getKind() == TraceEvent.Kind.PARK)
        .allMatch(event -> event.getOther() < 2 && event.getTask() == 0);
    assertThat(trace.violations).isEmpty();
  }

  @Test
  void clientThatStopsReading_isToldWhatItLost_andNobodyElseNotices() {
    var fast = watch(Trace.counting());
    var stopped = watch(Trace.byHand());
    var random = new Random(5);
    int events = 300_000;
    for (int i = 0; i < events; i++) {
      test.probe.taskWoken(random.nextLong() >>> 1, random.nextLong() >>> 1); // as large as events can be
      if (i % 30_000 == 29_999) {
        long sent = 1L + i;
        await().until(() -> fast.received.get() == sent);
      }
    }
    assertThat(fast.dropped).hasValue(0);

    stopped.request(Integer.MAX_VALUE);

    await().until(() -> stopped.received.get() + stopped.dropped.get() >= events);
    assertThat(stopped.received.get() + stopped.dropped.get()).isEqualTo(events);
    assertThat(stopped.dropped.get()).isPositive();
    assertThat(fast.received).hasValue(events);
    assertThat(stopped.violations).isEmpty();
  }

  @Test
  void eventsThatTheRecorderDrops_areCountedInTheStream() {
    try (var small = new TestConsole(builder -> builder.ringCapacity(1024))) {
      var trace = Trace.<WatchTraceRequest>counting();
      small.client().streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace);
      await().until(() -> trace.begun);
      int events = 500_000;
      for (int i = 0; i < events; i++) {
        small.probe.taskWoken(1, 0);
      }

      await().until(() -> trace.received.get() + trace.dropped.get() >= events);
      assertThat(trace.received.get() + trace.dropped.get()).isEqualTo(events);
      assertThat(trace.dropped.get()).isPositive();
    }
  }

  @Test
  void pausedConnection_stillGetsItsEvents() {
    var client = test.client();
    var trace = Trace.<WatchTraceRequest>counting();
    client.pause();
    client.streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace);
    await().until(() -> trace.begun);
    test.probe.taskWoken(1, 0);

    await().until(() -> trace.received.get() == 1);
  }

  @Test
  void manyClients_allSeeAll_andWhoIsTooManyIsToldSo() {
    var client = test.client();
    var watching = new ArrayList<Trace<WatchTraceRequest>>();
    for (int i = 0; i < 64; i++) {
      var trace = Trace.<WatchTraceRequest>counting();
      client.streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace);
      watching.add(trace);
    }
    await().until(() -> watching.stream().allMatch(trace -> trace.begun));
    var refused = Trace.<WatchTraceRequest>counting();
    test.client().streams().watchTrace(WatchTraceRequest.getDefaultInstance(), refused);
    for (int i = 0; i < 1000; i++) {
      test.probe.taskWoken(1, 0);
    }

    await().until(() -> watching.stream().allMatch(trace -> trace.received.get() == 1000));
    await().until(() -> refused.error != null);
    assertThat(Status.fromThrowable(refused.error).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void clientThatLeaves_makesRoomForAnother() {
    var client = test.client();
    for (int i = 0; i < 100; i++) {
      try (var context = Context.current().withCancellation()) {
        var trace = Trace.<WatchTraceRequest>counting();
        context.run(() -> client.streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace));
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
            .until(() -> trace.begun || trace.error != null);
        assertThat(trace.error).isNull();
      }
    }
  }
}
