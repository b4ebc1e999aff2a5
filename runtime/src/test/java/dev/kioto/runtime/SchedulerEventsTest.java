package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.probe.DeafProbe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskView;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of the scheduler, and what it may ask of a runtime's tasks.
@Timeout(60)
final class SchedulerEventsTest {
  private final Listener listener = new Listener();
  private final CountDownLatch release = new CountDownLatch(1);
  private Runtime runtime = Runtime.create();

  private Runtime start(RuntimeBuilder builder) {
    runtime.close();
    runtime = builder.enableAll().probe(listener).build();
    return runtime;
  }

  @AfterEach
  void close() {
    release.countDown();
    runtime.close();
  }

  private static boolean awaitLatch(CountDownLatch latch) {
    try {
      return latch.await(30, SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Told first(SchedulerEvent event) {
    await().until(() -> listener.told.stream().anyMatch(told -> told.event == event));
    return listener.told.stream().filter(told -> told.event == event).findFirst().orElseThrow();
  }

  @Test
  void spawn_fromOutside_isInjected() {
    var task = start(Runtime.builder().workerThreads(1)).spawn(Futures.ready(1));

    assertThat(first(SchedulerEvent.INJECTED)).isEqualTo(new Told(SchedulerEvent.INJECTED, task.id(), 0));
  }

  @Test
  void worker_thatSlept_tellsHowLong() {
    start(Runtime.builder().workerThreads(1));

    awaitLongPark(() -> runtime.spawn(() -> Time.sleep(Duration.ofMillis(20)).await()).await());

    assertThat(first(SchedulerEvent.PARKED).other).isZero();
  }

  @Test
  void currentThread_thatSlept_tellsHowLong() {
    start(Runtime.builder().currentThread());

    awaitLongPark(() -> runtime.blockOn(Time.sleep(Duration.ofMillis(5))));
  }

  // Again and again: a thread that was late to go to sleep has little left of a deadline.
  private void awaitLongPark(Runnable sleep) {
    await().until(() -> {
      sleep.run();
      return listener.told.stream().anyMatch(told -> told.event == SchedulerEvent.PARKED && told.value > 1_000_000);
    });
  }

  @Test
  void tasksOfAWorkerThatIsBusy_areStolen() {
    start(Runtime.builder().workerThreads(2));
    var others = new CountDownLatch(8);
    assertThat(runtime.spawn(_ -> {
      for (int i = 0; i < 8; i++) {
        Task.spawn(_ -> {
          others.countDown();
          return Poll.ready(0);
        });
      }
      // The last one waits in the LIFO slot.
      return Poll.ready(spinUntil(() -> others.getCount() <= 1));
    }).await()).isTrue();

    var stolen = first(SchedulerEvent.STOLEN);
    assertThat(stolen.other).isBetween(0L, 1L);
    assertThat(stolen.value).isBetween(1L, 8L);
  }

  private static boolean spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    return condition.getAsBoolean();
  }

  @Test
  void runQueue_thatOverflows_tellsHowManyMoved() {
    start(Runtime.builder().workerThreads(1).localQueueCapacity(4));
    runtime.spawn(_ -> {
      for (int i = 0; i < 20; i++) {
        Task.spawn(Futures.ready(i));
      }
      return Poll.ready(0);
    }).await();

    assertThat(first(SchedulerEvent.OVERFLOWED)).isEqualTo(new Told(SchedulerEvent.OVERFLOWED, 0, 3));
  }

  @Test
  void channelThatIsReady_isToldInATurnOfTheDriver() throws Exception {
    start(Runtime.builder().workerThreads(1));
    runtime.blockOn(() -> {
      try (var server = TcpListener.bind("127.0.0.1", 0).await();
          var client = TcpStream.connect("127.0.0.1", server.localAddress().getPort()).await();
          var accepted = server.accept().await()) {
        return client.peerAddress() != null && accepted.peerAddress() != null;
      }
    });

    await().until(() -> listener.told.stream()
        .anyMatch(told -> told.event == SchedulerEvent.DRIVER_TURN && told.value > 0));
  }

  @Test
  void blockingPool_jobsAndThreads_areTold() {
    start(Runtime.builder().workerThreads(1).maxBlockingThreads(1).threadKeepAlive(Duration.ofMillis(1)));
    var started = new CountDownLatch(1);
    runtime.spawnBlocking(() -> {
      started.countDown();
      return awaitLatch(release);
    });
    awaitLatch(started);
    runtime.spawnBlocking(() -> 0);
    runtime.spawnBlocking(() -> 0);
    release.countDown();

    assertThat(first(SchedulerEvent.BLOCKING_THREAD_STARTED).value).isEqualTo(1);
    assertThat(first(SchedulerEvent.BLOCKING_THREAD_ENDED).value).isZero();
    assertThat(listener.told).filteredOn(told -> told.event == SchedulerEvent.BLOCKING_QUEUED)
        .extracting(Told::value).containsExactly(1L, 1L, 2L);
  }

  @Test
  void stuckWorker_isHandedOff() {
    start(Runtime.builder().workerThreads(1).stuckWorkerTimeout(Duration.ofMillis(10)));
    var stuck = runtime.spawn(_ -> Poll.ready(awaitLatch(release)));
    runtime.spawn(Futures.ready(0)).await();

    assertThat(first(SchedulerEvent.HANDED_OFF)).isEqualTo(new Told(SchedulerEvent.HANDED_OFF, 0, stuck.id()));
  }

  @Test
  void pinnedTask_isTold() {
    start(Runtime.builder().workerThreads(1).pinnedParkInterval(Duration.ofMillis(1)));
    var pinned = runtime.spawn(() -> PinnedTest.pinned(() -> awaitLatch(release)));

    assertThat(first(SchedulerEvent.PINNED)).isEqualTo(new Told(SchedulerEvent.PINNED, 0, pinned.id()));
  }

  @Test
  void anything_whileNobodyTraces_isNotTold() {
    listener.traces = false;
    start(Runtime.builder().workerThreads(2).localQueueCapacity(4));
    runtime.spawn(_ -> {
      for (int i = 0; i < 20; i++) {
        Task.spawn(Futures.ready(i));
      }
      return Poll.ready(0);
    }).await();
    runtime.spawnBlocking(() -> 0).await();
    runtime.close();

    assertThat(listener.told).isEmpty();
  }

  @Test
  void tasks_ofEveryKind_areListedUntilTheyEnd() {
    start(Runtime.builder().workerThreads(1));
    var future = runtime.spawn(Futures.pending());
    var direct = runtime.spawn(() -> awaitLatch(release));
    var job = runtime.spawnBlocking(() -> awaitLatch(release));
    var root = Thread.ofPlatform().start(() -> runtime.blockOn(job));
    var view = listener.runtimes.getLast();

    await().until(() -> view.tasks().stream().map(TaskView::kind).distinct().count() == TaskKind.values().length);
    assertThat(view.tasks()).extracting(TaskView::id).contains(future.id(), direct.id(), job.id());
    assertThat(view.tasks()).allSatisfy(task -> assertThat(System.nanoTime() - task.spawnedAtNanos()).isNotNegative());

    release.countDown();
    future.abort();
    await().until(() -> view.tasks().isEmpty() && !root.isAlive());
  }

  private record Told(SchedulerEvent event, long other, long value) {}

  private static final class Listener extends DeafProbe {
    final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
    final List<RuntimeView> runtimes = new CopyOnWriteArrayList<>();
    volatile boolean traces = true;

    @Override
    public boolean takesDetails() {
      return false;
    }

    @Override
    public boolean tracesScheduler() {
      return traces;
    }

    @Override
    public void runtimeStarted(RuntimeView runtime) {
      runtimes.add(runtime);
    }

    @Override
    public void schedulerEvent(SchedulerEvent event, long other, long value) {
      told.add(new Told(event, other, value));
    }
  }
}
