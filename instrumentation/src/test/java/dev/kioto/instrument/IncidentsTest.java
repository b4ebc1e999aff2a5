package dev.kioto.instrument;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.net.TcpListener;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.Incident.Kind;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.WatchIncidentsRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.runtime.UnhandledPanic;
import dev.kioto.sync.Mutex;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes wrong in a real program, as a client is told of it.
@Timeout(60)
final class IncidentsTest {
  private final TestConsole test = new TestConsole();
  private final CountDownLatch release = new CountDownLatch(1);
  private @Nullable Runtime runtime;

  @AfterEach
  void close() {
    release.countDown();
    if (runtime != null) {
      runtime.shutdownBackground();
    }
    test.close();
  }

  private Runtime start(UnaryOperator<RuntimeBuilder> options) {
    var started = options.apply(Runtime.builder().enableAll().probe(test.console.probe())).build();
    runtime = started;
    return started;
  }

  private static UnaryOperator<RuntimeBuilder> workers(int workers) {
    return builder -> builder.workerThreads(workers);
  }

  private Incidents watch() {
    return watch(test);
  }

  private static Incidents watch(TestConsole test) {
    var incidents = new Incidents();
    test.client().streams().watchIncidents(WatchIncidentsRequest.getDefaultInstance(), incidents);
    await().until(() -> incidents.messages.get() > 0);
    return incidents;
  }

  @Test
  void longPoll_ofAFutureTask_comesWithItsStackWhileItLastsAndWithItsLengthAfterIt() {
    var incidents = watch();
    var holding = new AtomicBoolean(true);
    long task = start(workers(2)).spawn(future(_ -> holdHere(holding))).id();

    var during = incidents.awaitOne(Kind.LONG_POLL, one -> one.getOngoing() && one.hasStack());
    assertThat(during.getTaskId()).isEqualTo(task);
    assertThat(during.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("holdHere"));
    assertThat(during.hasWorker()).isTrue();
    assertThat(during.getRuntimeId()).isPositive();
    assertThat(millis(during.getOwn())).isGreaterThanOrEqualTo(10);

    await().until(() -> millis(incidents.byId(during.getId()).getLength()) > 200);
    holding.set(false);
    var after = incidents.awaitOne(Kind.LONG_POLL, one -> !one.getOngoing());
    assertThat(after.getId()).isEqualTo(during.getId());
    assertThat(millis(after.getLength())).isGreaterThan(200);
    assertThat(after.hasStack()).isTrue();
    assertThat(incidents.dropped).isZero();
  }

  private static Future<String> future(Future<String> poll) {
    return poll;
  }

  private static Poll<String> holdHere(AtomicBoolean holding) {
    while (holding.get()) {
      LockSupport.parkNanos(1_000_000);
    }
    return Poll.ready("");
  }

  @Test
  void longPoll_ofADirectTaskThatComputes_isSeenToo() {
    var incidents = watch();
    var holding = new AtomicBoolean(true);
    long task = start(workers(2)).spawn(() -> computeHere(holding)).id();

    var one = incidents.awaitOne(Kind.LONG_POLL, Incident::hasStack);
    assertThat(one.getTaskId()).isEqualTo(task);
    assertThat(one.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("computeHere"));
    holding.set(false);
  }

  private static void computeHere(AtomicBoolean holding) {
    while (holding.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void healthyProgram_hasNoIncidents() throws Exception {
    var incidents = watch();
    var running = start(workers(2));
    var ends = new AtomicBoolean();
    for (int i = 0; i < 50; i++) {
      running.spawn(() -> {
        while (!ends.get()) {
          Time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 5))).await();
        }
      });
    }
    running.spawn(() -> {
      while (!ends.get()) {
        Task.yieldNow().await(); // each poll is short, and the worker always has one
      }
    });
    running.spawnBlocking(() -> release.await(30, SECONDS)); // not a poll
    running.blockOn(Time.sleep(Duration.ofMillis(500))); // classes are loaded by the first polls
    var warm = incidents.all();
    running.blockOn(() -> {
      Time.sleep(Duration.ofSeconds(1)).await();
      Task.spawn(() -> {}).await();
    });
    int seen = incidents.messages.get();
    await().until(() -> incidents.messages.get() > seen + 2);
    ends.set(true);
    assertThat(incidents.all()).isEqualTo(warm);
  }

  @Test
  void longPolls_afterRests_areEachSeenWithTheirStack() {
    var incidents = watch();
    var running = start(workers(2));
    var watch = threadId("kioto-console-watch");
    for (int polls = 1; polls <= 3; polls++) {
      awaitRest(watch);
      var holding = new AtomicBoolean(true);
      long task = running.spawn(future(_ -> holdHere(holding))).id();
      var seen = incidents.awaitOne(Kind.LONG_POLL, one -> one.getTaskId() == task && one.hasStack());
      holding.set(false);

      assertThat(seen.getStack().getFramesList())
          .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("holdHere"));
      incidents.awaitOne(Kind.LONG_POLL, one -> one.getTaskId() == task && !one.getOngoing());
    }
  }

  // Half a second in which it went to sleep four times at most, and not fifty times.
  private static void awaitRest(long thread) {
    var pauses = new ArrayDeque<Long>();
    await().pollInterval(100, MILLISECONDS).until(() -> {
      pauses.add(ManagementFactory.getThreadMXBean().getThreadInfo(thread).getWaitedCount());
      return pauses.size() > 5 && pauses.getLast() - pauses.removeFirst() <= 4;
    });
  }

  // The one that was started last, of all tests of this process.
  private static long threadId(String name) {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name))
        .mapToLong(Thread::threadId).max().orElseThrow();
  }

  @Test
  void timers_thatAPollHoldsUp_areToldWithTheTask() {
    var incidents = watch();
    var running = start(RuntimeBuilder::currentThread);
    var task = new long[1];
    running.blockOn(() -> {
      var sleeper = Task.spawn(Time.sleep(Duration.ofMillis(20)));
      Task.yieldNow().await();
      task[0] = Task.spawn(future(IncidentsTest::hold)).id();
      sleeper.await();
    });

    var late = incidents.awaitOne(Kind.LATE_TIMER, _ -> true);
    assertThat(millis(late.getLength())).isBetween(50L, 5000L);
    assertThat(late.getCount()).isPositive();
    assertThat(late.getOngoing()).isFalse();
  }

  private static Poll<String> hold(Context cx) {
    LockSupport.parkNanos(200_000_000);
    return Poll.ready("");
  }

  @Test
  void channels_thatNobodyAsksAbout_areToldWithWhoIsPolled() throws Exception {
    var incidents = watch();
    var running = start(RuntimeBuilder::currentThread);
    var task = new long[1];
    running.blockOn(() -> {
      try (var listener = TcpListener.bind("127.0.0.1", 0).await()) {
        assertThat(listener.localAddress()).isNotNull();
        var held = Task.spawn(future(IncidentsTest::hold));
        task[0] = held.id();
        held.await();
        Time.sleep(Duration.ofMillis(5)).await();
      }
    });

    var stall = incidents.awaitOne(Kind.DRIVER_STALL, one -> !one.getOngoing());
    assertThat(stall.getTasksList()).containsExactly(task[0]);
    assertThat(millis(stall.getLength())).isBetween(50L, 5000L);
  }

  @Test
  void failure_whoseHandleIsGone_isToldAfterACollection() {
    var incidents = watch();
    var running = start(builder -> builder.workerThreads(2).unhandledPanic(UnhandledPanic.IGNORE));
    var joined = running.spawn(() -> {
      throw new IllegalStateException("joined");
    });
    await().until(joined::isFinished);
    assertThat(catchThrowable(joined::await)).isNotNull();
    var held = running.spawn(() -> {
      throw new IllegalStateException("its handle is held");
    });
    var gone = failing(running);

    var incident = incidents.awaitOne(Kind.FAILED_UNJOINED, _ -> true, System::gc);
    assertThat(incident.getText()).contains("nobody asks");
    assertThat(incident.getTaskId()).isEqualTo(gone);
    assertThat(incident.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).contains("failing"));
    System.gc();
    int seen = incidents.messages.get();
    await().until(() -> incidents.messages.get() > seen + 3);
    assertThat(incidents.all().stream().filter(one -> one.getKind() == Kind.FAILED_UNJOINED)).hasSize(1);
    assertThat(held.isFinished()).isTrue();
  }

  private static long failing(Runtime runtime) {
    var handle = runtime.spawn(() -> {
      throw new IllegalStateException("nobody asks");
    });
    await().until(handle::isFinished);
    return handle.id();
  }

  @Test
  void task_thatIsToldToEndAndDoesNot_isToldUntilItDoes() {
    var incidents = watch();
    var running = start(workers(2));
    var obeys = running.spawn(future(_ -> Poll.pending()));
    var stubborn = running.spawn(this::stayHere);
    await().until(() -> running.dump().tasks().stream().anyMatch(task -> task.id() == stubborn.id()));

    obeys.abort();
    stubborn.abort();
    var during = incidents.awaitOne(Kind.CANCEL_STUCK, Incident::getOngoing);
    assertThat(during.getTaskId()).isEqualTo(stubborn.id());
    assertThat(during.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("stayHere"));
    release.countDown();
    var after = incidents.awaitOne(Kind.CANCEL_STUCK, one -> !one.getOngoing());
    assertThat(after.getId()).isEqualTo(during.getId());
    assertThat(incidents.all().stream().filter(one -> one.getKind() == Kind.CANCEL_STUCK)).hasSize(1);
  }

  private void stayHere() {
    while (release.getCount() > 0) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException | RuntimeException _) {
        // it does not obey
      }
    }
  }

  @Test
  void taskThatBlocksInPlace_holdingALock_isTold() {
    var incidents = watch();
    var running = start(workers(2));
    var lock = new Mutex<>("what it guards");
    long task = running.spawn(Futures.map(lock.lock(), guard -> {
      try (guard) {
        return blockHere();
      }
    })).id();
    running.spawn(Futures.map(Time.sleep(Duration.ofMillis(1)), _ -> blockHere())); // and holds nothing

    var one = incidents.awaitOne(Kind.BLOCK_IN_PLACE_WITH_LOCK, _ -> true);
    assertThat(one.getTaskId()).isEqualTo(task);
    assertThat(one.getText()).isEqualTo("Mutex");
    assertThat(one.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("blockHere"));
    assertThat(one.getResourceId()).isPositive();
    release.countDown();
    incidents.awaitOne(Kind.BLOCK_IN_PLACE_WITH_LOCK, ended -> !ended.getOngoing());
    assertThat(incidents.all().stream().map(Incident::getKind)).containsOnly(Kind.BLOCK_IN_PLACE_WITH_LOCK);
  }

  @Test
  void directTaskThatBlocksInPlace_holdingALock_isToldThoughItIsSuspended() {
    var incidents = watch();
    var running = start(workers(2));
    var lock = new Mutex<>("what it guards");
    long task = running.spawn(() -> {
      try (var guard = lock.lock().await()) {
        assertThat(guard.get()).isNotEmpty();
        return blockHere();
      }
    }).id();
    running.spawn(this::blockHere); // and holds nothing

    var one = incidents.awaitOne(Kind.BLOCK_IN_PLACE_WITH_LOCK, Incident::hasStack);
    assertThat(one.getTaskId()).isEqualTo(task);
    assertThat(one.getText()).isEqualTo("Mutex");
    assertThat(one.getStack().getFramesList())
        .anySatisfy(frame -> assertThat(frame.getMethod()).isEqualTo("blockHere"));
    release.countDown();
    incidents.awaitOne(Kind.BLOCK_IN_PLACE_WITH_LOCK, ended -> !ended.getOngoing());
    assertThat(incidents.all().stream().map(Incident::getKind)).containsOnly(Kind.BLOCK_IN_PLACE_WITH_LOCK);
  }

  private boolean blockHere() {
    try {
      return Task.blockInPlace(() -> release.await(30, SECONDS));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void taskThatIsPinned_isToldUntilItIsNot() {
    var incidents = watch();
    var running = start(workers(2));
    long task = running.spawn(() -> {
      Pinning.code = () -> waitFor(release);
      Pinning.run();
    }).id();

    var during = incidents.awaitOne(Kind.PINNED, Incident::getOngoing);
    assertThat(during.getTaskId()).isEqualTo(task);
    assertThat(during.getStack().getExplanation()).contains("pinned");
    release.countDown();
    var after = incidents.awaitOne(Kind.PINNED, one -> !one.getOngoing());
    assertThat(after.getId()).isEqualTo(during.getId());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await(30, SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A class whose initializer waits: a virtual thread is pinned there.
  static final class Pinning {
    static Runnable code = () -> {};

    static void run() {
      Inside.touch();
    }

    private static final class Inside {
      static {
        code.run();
      }

      static void touch() {}
    }
  }

  @Test
  void taskThatSpendsItsBudget_againAndAgain_isTold() {
    var incidents = watch();
    var running = start(workers(1));
    var ends = new AtomicBoolean();
    long task = running.spawn(future(cx -> {
      while (cx.takeBudget()) {
        Thread.onSpinWait();
      }
      return ends.get() ? Poll.ready("") : Poll.pending();
    })).id();

    var one = incidents.awaitOne(Kind.BUDGET_EXHAUSTED, _ -> true);
    assertThat(one.getTaskId()).isEqualTo(task);
    assertThat(one.getCount()).isGreaterThanOrEqualTo(100);
    ends.set(true);
    incidents.awaitOne(Kind.BUDGET_EXHAUSTED, ended -> !ended.getOngoing());
  }

  @Test
  void clientThatComesLater_isToldWhatIsKept() {
    var incidents = watch();
    start(workers(2)).spawn(future(IncidentsTest::hold));
    var first = incidents.awaitOne(Kind.LONG_POLL, one -> !one.getOngoing());

    assertThat(watch().all()).contains(first);
  }

  @Test
  void watchThatIsOff_isSaidSo() {
    try (var off = new TestConsole(builder -> builder.longPoll(Duration.ZERO))) {
      var incidents = new Incidents();
      off.client().streams().watchIncidents(WatchIncidentsRequest.getDefaultInstance(), incidents);
      await().until(() -> incidents.failure != null);
      assertThat(Status.fromThrowable(incidents.failure).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(Status.fromThrowable(incidents.failure).getDescription()).contains("kioto.console.long-poll");
    }
  }

  private static long millis(com.google.protobuf.Duration duration) {
    return duration.getSeconds() * 1000 + duration.getNanos() / 1_000_000;
  }

  /// What a client holds.
  private static final class Incidents implements StreamObserver<IncidentsUpdate> {
    private final Map<Long, Incident> held = new ConcurrentHashMap<>();
    final AtomicInteger messages = new AtomicInteger();
    volatile long dropped;
    volatile @Nullable Throwable failure;

    @Override
    public void onNext(IncidentsUpdate update) {
      update.getIncidentsList().forEach(one -> held.put(one.getId(), one));
      dropped = update.getDroppedIncidents();
      messages.incrementAndGet();
    }

    @Override
    public void onError(Throwable why) {
      failure = why;
    }

    @Override
    public void onCompleted() {}

    List<Incident> all() {
      return List.copyOf(held.values());
    }

    Incident byId(long id) {
      return Objects.requireNonNull(held.get(id));
    }

    Incident awaitOne(Kind kind, Predicate<Incident> is) {
      return awaitOne(kind, is, () -> {});
    }

    Incident awaitOne(Kind kind, Predicate<Incident> is, Runnable each) {
      return await().until(() -> {
        each.run();
        return held.values().stream().filter(one -> one.getKind() == kind && is.test(one)).findFirst().orElse(null);
      }, Objects::nonNull);
    }
  }
}
