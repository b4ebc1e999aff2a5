package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.JoinSet;
import dev.kioto.task.LocalSet;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the runtime promises a probe, checked by a probe.
@Timeout(60)
final class ProbeContractTest {
  private final CheckingProbe probe = new CheckingProbe();
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(3).probe(probe).name("checked").build();

  @AfterEach
  void shutDown() {
    runtime.close();
    assertThat(probe.violations).isEmpty();
  }

  private Seen seen(JoinHandle<?> handle) {
    return probe.task(handle.id());
  }

  @Test
  void futureTask_wokenOnce_isPolledTwiceAndEndsOnce() {
    var handle = runtime.task().name("napper").spawn(Time.sleep(Duration.ofMillis(300)));
    handle.await();

    var seen = seen(handle);
    assertThat(seen.polls).hasValue(2);
    assertThat(seen.wakes).hasValue(1);
    assertThat(seen.wakersTaken.get()).isPositive();
    assertThat(seen.outcome).hasValue(TaskOutcome.COMPLETED);
    assertThat(seen.view().name()).isEqualTo("napper");
    assertThat(seen.view().kind()).isEqualTo(TaskKind.FUTURE);
    assertThat(seen.view().typeName()).isEqualTo("dev.kioto.time.Sleep");
  }

  @Test
  void localTasks_insideThePollOfTheirRoot_areTasksLikeOthers() {
    JoinHandle<?> local;
    try (var set = new LocalSet(runtime.task())) {
      local = set.spawnLocal(Futures.then(Time.sleep(Duration.ofMillis(100)), _ -> Task.yieldNow()));
      runtime.blockOn(set);
    }

    assertThat(seen(local).polls.get()).isGreaterThanOrEqualTo(3);
    assertThat(seen(local).outcome).hasValue(TaskOutcome.COMPLETED);
  }

  @Test
  void tasksOfACurrentThreadRuntime_insideTheCodeOfItsBlockOn_areTasksLikeOthers() {
    try (var single = Runtime.builder().currentThread().enableAll().probe(probe).build()) {
      var handle = single.blockOn(() -> {
        var napper = Task.spawn(Futures.then(Time.sleep(Duration.ofMillis(100)), _ -> Task.yieldNow()));
        Task.yieldNow().await();
        napper.await();
        return napper;
      });
      single.blockOn(Futures.then(single.spawn(Task.yieldNow()), _ -> Task.yieldNow()));

      assertThat(seen(handle).polls.get()).isGreaterThanOrEqualTo(3);
      assertThat(seen(handle).outcome).hasValue(TaskOutcome.COMPLETED);
    }
  }

  @Test
  void spawnLocation_isTheLineOfTheCaller() {
    var handle = runtime.spawn(() -> 1);
    handle.await();

    var location = seen(handle).view().spawnLocation();
    assertThat(location).isNotNull();
    assertThat(location.getFileName()).isEqualTo("ProbeContractTest.java");
    assertThat(location.getMethodName()).isEqualTo("spawnLocation_isTheLineOfTheCaller");
    assertThat(location.getLineNumber()).isPositive();
  }

  @Test
  void spawnLocation_ofAMemberOfAJoinSet_isTheLineOfTheCaller() {
    var set = new JoinSet<Integer>(runtime.task());
    var member = set.spawn(() -> 1);
    runtime.blockOn(set.joinNext());

    var location = probe.task(member.id()).view().spawnLocation();
    assertThat(location).isNotNull();
    assertThat(location.getMethodName()).isEqualTo("spawnLocation_ofAMemberOfAJoinSet_isTheLineOfTheCaller");
  }

  @Test
  void spawnLocation_ofATaskOfALocalSet_isTheLineOfTheCaller() {
    try (var local = new LocalSet(runtime.task())) {
      var handle = local.spawnLocal(Futures.ready(1));

      var location = seen(handle).view().spawnLocation();
      assertThat(location).isNotNull();
      assertThat(location.getMethodName()).isEqualTo("spawnLocation_ofATaskOfALocalSet_isTheLineOfTheCaller");
    }
  }

  @Test
  void spawnedInsideATask_namesItsParent() {
    var child = new AtomicReference<@Nullable JoinHandle<Integer>>();
    var parent = runtime.spawn(() -> child.set(Task.spawn(() -> 1)));
    parent.await();

    var handle = child.get();
    assertThat(handle).isNotNull();
    assertThat(seen(handle).view().parentId()).isEqualTo(parent.id());
    handle.await();
  }

  @Test
  void selfWake_namesTheTaskItself() {
    var handle = runtime.spawn(Task.yieldNow());
    handle.await();

    assertThat(seen(handle).wakers).containsExactly(handle.id());
  }

  @Test
  void yieldOfADirectTask_isASelfWake() {
    var handle = runtime.spawn(() -> Task.yieldNow().await());
    handle.await();

    assertThat(seen(handle).wakers).containsExactly(handle.id());
    assertThat(seen(handle).polls).hasValue(2);
  }

  @Test
  void wakeFromATask_namesTheWaker() {
    Mpsc.Channel<String> channel = Mpsc.channel(1);
    var receiver = runtime.spawn(channel.receiver().recv());
    var sender = runtime.spawn(() -> {
      while (seen(receiver).polls.get() == 0) {
        Time.sleep(Duration.ofMillis(1)).await();
      }
      channel.sender().send("hello").await();
    });
    receiver.await();
    sender.await();

    assertThat(seen(receiver).wakers).containsExactly(sender.id());
  }

  @Test
  void typeName_ofALambda_hasNoAddress() {
    var handle = runtime.spawn(() -> 1);
    handle.await();

    assertThat(seen(handle).view().typeName()).startsWith(ProbeContractTest.class.getName() + "$$Lambda")
        .doesNotContain("/");
  }

  @Test
  void blockingJob_isOnePoll() {
    var handle = runtime.spawnBlocking(() -> 1);
    handle.await();

    assertThat(seen(handle).view().kind()).isEqualTo(TaskKind.BLOCKING);
    assertThat(seen(handle).polls).hasValue(1);
  }

  @Test
  void blockOn_isATaskOfItsOwn() {
    long id = runtime.blockOn(() -> Task.id());

    assertThat(probe.task(id).view().kind()).isEqualTo(TaskKind.BLOCK_ON);
    assertThat(probe.task(id).outcome).hasValue(TaskOutcome.COMPLETED);
  }

  @Test
  void stack_ofAParkedDirectTask_showsWhereItWaits() throws InterruptedException {
    var started = new CountDownLatch(1);
    var handle = runtime.spawn(() -> waitForEver(started));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    var sample = StackSample.none("");
    while (sample.kind() != StackSample.Kind.PARKED) {
      sample = seen(handle).view().stack();
    }

    assertThat(sample.frames()).anySatisfy(f -> assertThat(f.getMethodName()).isEqualTo("waitForEver"));
    assertThat(sample.blockedOn()).startsWith("dev.kioto.future.Await@");
  }

  private static void waitForEver(CountDownLatch started) {
    started.countDown();
    Futures.pending().await();
  }

  @Test
  void stack_ofARunningFutureTask_isOfItsOwnCode() throws InterruptedException {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var handle = runtime.spawn(_ -> {
      announceAndAwait(started, release);
      return Poll.ready(1);
    });
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    var sample = seen(handle).view().stack();
    release.countDown();
    handle.await();

    assertThat(sample.kind()).isEqualTo(StackSample.Kind.RUNNING);
    assertThat(sample.frames()).anySatisfy(f -> assertThat(f.getMethodName()).isEqualTo("announceAndAwait"));
    assertThat(sample.frames()).noneSatisfy(f -> assertThat(f.getClassName()).contains("kioto.scheduler.Worker"));
  }

  // One method, so that it is on the stack at any moment after the announcement.
  private static void announceAndAwait(CountDownLatch started, CountDownLatch release) {
    started.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void abort_isToldAsCancelled() {
    var handle = runtime.spawn(Futures.<Integer>pending());
    handle.abort();
    while (!handle.isFinished()) {
      Thread.onSpinWait();
    }

    assertThat(seen(handle).outcome).hasValue(TaskOutcome.CANCELLED);
  }

  @Test
  void runtimeView_agreesWithTheMetrics() {
    for (int i = 0; i < 100; i++) {
      runtime.spawn(() -> 1).await();
    }
    var view = probe.runtimes.getFirst();
    long polls = view.workers().stream().mapToLong(w -> w.pollCount()).sum();

    assertThat(view.name()).isEqualTo("checked");
    assertThat(view.workers()).hasSize(3);
    assertThat(polls).isGreaterThanOrEqualTo(100);
  }

  @Test
  void busyMix_keepsEveryPromise() {
    var handles = new ArrayList<JoinHandle<?>>();
    Mpsc.Channel<Integer> channel = Mpsc.channel(4);
    for (int i = 0; i < 8; i++) {
      handles.add(runtime.spawn(() -> {
        for (int n = 0; n < 500; n++) {
          channel.sender().send(n).await();
        }
      }));
    }
    handles.add(runtime.spawn(() -> {
      for (int n = 0; n < 8 * 500; n++) {
        channel.receiver().recv().await();
      }
    }));
    for (int i = 0; i < 200; i++) {
      handles.add(runtime.spawn(Futures.then(Task.yieldNow(), _ -> Time.sleep(Duration.ofMillis(2)))));
      handles.add(runtime.spawnBlocking(() -> 1));
    }
    handles.forEach(h -> h.await());

    assertThat(handles).allSatisfy(h -> assertThat(seen(h).outcome).hasValue(TaskOutcome.COMPLETED));
  }

  /// What was told of one task.
  private static final class Seen {
    final AtomicReference<@Nullable TaskView> view = new AtomicReference<>();
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger wakes = new AtomicInteger();
    final AtomicInteger wakersTaken = new AtomicInteger();
    final List<Long> wakers = new ArrayList<>();
    final AtomicReference<@Nullable TaskOutcome> outcome = new AtomicReference<>();

    TaskView view() {
      var seen = view.get();
      assertThat(seen).isNotNull();
      return seen;
    }
  }

  private static final class CheckingProbe implements Probe {
    final ConcurrentHashMap<Long, Seen> tasks = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    final List<RuntimeView> runtimes = new ArrayList<>();
    private final ThreadProbe shared = new Channel(null);

    Seen task(long id) {
      return tasks.computeIfAbsent(id, _ -> new Seen());
    }

    void check(boolean kept, String promise) {
      if (!kept) {
        violations.add(promise);
      }
    }

    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public boolean takesDetails() {
      return true;
    }

    @Override
    public boolean tracesScheduler() {
      return false;
    }

    @Override
    public ThreadProbe openThread(String threadName) {
      check(Thread.currentThread().getName().equals(threadName), "openThread is called by its thread");
      return new Channel(Thread.currentThread());
    }

    @Override
    public ThreadProbe shared() {
      return shared;
    }

    @Override
    public void runtimeStarted(RuntimeView runtime) {
      runtimes.add(runtime);
    }

    @Override
    public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {}

    @Override
    public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {}

    @Override
    public void timersLate(RuntimeView runtime, int timers, long lateNanos) {}

    @Override
    public void cancelRequested(TaskView task) {}

    @Override
    public void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos) {}

    @Override
    public void runtimeStopped(RuntimeView runtime) {
      check(runtime.aliveTasks() == 0, "a stopped runtime has no tasks");
    }

    @SuppressWarnings("ReferenceEquality")
    private final class Channel implements ThreadProbe {
      private final @Nullable Thread owner;
      private long polling;
      private long last;

      Channel(@Nullable Thread owner) {
        this.owner = owner;
      }

      private long now(String event) {
        var caller = Thread.currentThread();
        if (owner != null && !caller.isVirtual()) { // a virtual thread speaks through its carrier's channel
          check(caller == owner, event + " comes on the channel's own thread");
        }
        return System.nanoTime();
      }

      @Override
      public long taskSpawned(TaskView task) {
        check(task(task.id()).view.getAndSet(task) == null, "a spawn is told once");
        return now("spawn");
      }

      @Override
      public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
        long now = now("pollStarted");
        var task = task(taskId);
        check(task.view.get() != null, "a poll follows its spawn");
        check(task.outcome.get() == null, "no poll follows the end");
        check(task.open.incrementAndGet() == 1, "polls of a task do not overlap");
        check(owner == null || polling == 0, "polls on a thread do not nest");
        check(scheduledAtNanos != 0 && now - scheduledAtNanos >= 0, "a poll says since when it was due");
        check(!afterPoll || last != 0, "afterPoll follows a poll");
        polling = taskId;
        return now;
      }

      @Override
      public long pollEnded(long taskId, int wakersTaken) {
        last = now("pollEnded");
        var task = task(taskId);
        check(owner == null || polling == taskId, "a poll ends on the thread it started on");
        check(task.open.decrementAndGet() == 0, "starts and ends come in pairs");
        polling = 0;
        task.polls.incrementAndGet();
        task.wakersTaken.addAndGet(wakersTaken);
        return last;
      }

      @Override
      public long taskWoken(long taskId, long wakerTaskId) {
        var task = task(taskId);
        task.wakes.incrementAndGet();
        synchronized (task.wakers) {
          task.wakers.add(wakerTaskId);
        }
        return now("taskWoken");
      }

      @Override
      public void taskEnded(long taskId, TaskOutcome outcome) {
        now("taskEnded");
        check(task(taskId).outcome.getAndSet(outcome) == null, "an end is told once");
      }

      @Override
      public void close() {}
    }
  }
}
