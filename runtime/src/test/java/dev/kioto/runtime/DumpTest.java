package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.WorkerView.State;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.LocalSet;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DumpTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Runtime> opened = new ArrayList<>();

  @AfterEach
  void close() {
    release.countDown();
    opened.forEach(Runtime::close);
  }

  private Runtime open(RuntimeBuilder builder) {
    var runtime = builder.build();
    opened.add(runtime);
    return runtime;
  }

  private Runtime open() {
    return open(Runtime.builder().enableAll().workerThreads(1));
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Dump.Task find(Dump dump, long id) {
    return dump.tasks().stream().filter(task -> task.id() == id).findFirst()
        .orElseThrow(() -> new AssertionError("task " + id + " is not in the dump:\n" + dump));
  }

  private static void awaitIdle(Runtime runtime, long id) {
    await().until(() -> find(runtime.dump(), id).state() == TaskPhase.IDLE);
  }

  @Test
  void dump_theOnlyWorkerIsStuck_namesTheTaskAndItsStackAtOnce() {
    var runtime = open();
    var started = new CountDownLatch(1);
    var stuck = runtime.task().name("stuck").spawn(_ -> {
      started.countDown();
      awaitRelease();
      return Poll.ready(0);
    });
    var behind = runtime.spawn(Futures.ready(0));
    await().until(() -> started.getCount() == 0);

    long before = System.nanoTime();
    var dump = runtime.dump();

    assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(10)); // the poll ends after 30
    var running = find(dump, stuck.id());
    assertThat(running.state()).isEqualTo(TaskPhase.RUNNING);
    assertThat(running.name()).isEqualTo("stuck");
    assertThat(running.stack().kind()).isEqualTo(StackSample.Kind.RUNNING);
    assertThat(running.stack().frames()).anyMatch(frame -> frame.getMethodName().equals("awaitRelease"));
    assertThat(find(dump, behind.id()).state()).isEqualTo(TaskPhase.SCHEDULED);
    assertThat(dump.workers()).singleElement()
        .satisfies(worker -> assertThat(worker.currentTaskId()).isEqualTo(stuck.id()));
    assertThat(dump.toString()).contains("in the poll of future task " + stuck.id() + " 'stuck'")
        .contains("DumpTest.awaitRelease");
  }

  @Test
  void dump_aWorkerWasHandedOver_namesThePollBesideIt() {
    var runtime = open(Runtime.builder().workerThreads(1).stuckWorkerTimeout(Duration.ofMillis(20)));
    var stuck = runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });
    runtime.spawn(Futures.ready(0)).await();

    var dump = runtime.dump();

    assertThat(dump.workers().getFirst().handedOverPolls()).singleElement()
        .satisfies(poll -> assertThat(poll.taskId()).isEqualTo(stuck.id()));
    assertThat(find(dump, stuck.id()).stack().frames()).isNotEmpty();
    assertThat(dump.toString()).contains("is stuck in the poll of future task " + stuck.id());
  }

  /// A job that is taken by a thread is in the queue no more, and runs a moment later.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dump_whileJobsAreTaken_hasEachOnce(boolean sharded) throws InterruptedException {
    var runtime = open(Runtime.builder().workerThreads(1).maxBlockingThreads(2).shardedBlockingQueue(sharded));
    var scheduler = runtime.handle().scheduler();
    var latest = new AtomicReference<>(runtime.spawnBlocking(() -> 0));
    var over = new AtomicBoolean();
    var spawner = new Thread(() -> {
      while (!over.get()) {
        var job = runtime.spawnBlocking(() -> {
          for (int i = 0; i < 20; i++) {
            Thread.onSpinWait();
          }
          return 0;
        });
        latest.set(job);
        job.await();
      }
    });
    spawner.start();
    try {
      long start = System.nanoTime();
      while (System.nanoTime() - start < Duration.ofMillis(500).toNanos()) {
        var job = latest.get();
        var seen = scheduler.everyTask().stream().filter(task -> task.id() == job.id()).count();
        if (!job.isFinished()) {
          assertThat(seen).as("times that job %s was seen", job.id()).isEqualTo(1);
        }
      }
    } finally {
      over.set(true);
      spawner.join();
    }
  }

  @Test
  void dump_aFutureTask_showsTheChainItAwaits() {
    var runtime = open();
    var sleeper = runtime.spawn(Futures.map(Time.sleep(Duration.ofHours(1)), _ -> 1));
    var joiner = runtime.spawn(Futures.then(sleeper, Futures::ready));
    awaitIdle(runtime, sleeper.id());
    awaitIdle(runtime, joiner.id());

    var dump = runtime.dump();

    assertThat(find(dump, sleeper.id()).awaits()).asString()
        .matches("Futures\\$Mapped > Sleep \\(due in 35\\d\\d s\\)");
    var joining = find(dump, joiner.id()).awaits();
    assertThat(joining).isNotNull();
    assertThat(joining.awaits()).singleElement().satisfies(node -> {
      assertThat(node.taskId()).isEqualTo(sleeper.id());
      assertThat(node.detail()).isEqualTo("future task " + sleeper.id());
    });
    assertThat(find(dump, joiner.id()).stack().frames()).isEmpty();
  }

  @Test
  void stackOfAnIdleFutureTask_forConsoles_saysWhatItAwaits() {
    var runtime = open();
    var sleeper = runtime.spawn(Futures.map(Time.sleep(Duration.ofHours(1)), _ -> 1));
    awaitIdle(runtime, sleeper.id());

    var view = runtime.handle().scheduler().liveTasks().getFirst();

    assertThat(view.stack().explanation()).contains("It waits in Futures$Mapped > Sleep (due in");
  }

  @Test
  void dump_aDirectTask_showsItsStackAndWhatItAwaits() {
    var runtime = open();
    Mpsc.Channel<String> channel = Mpsc.channel(7);
    var receiver = runtime.task().name("receiver").spawn(() -> receive(channel));
    var sleeper = runtime.spawn(() -> Thread.sleep(Duration.ofHours(1)));
    awaitIdle(runtime, receiver.id());
    awaitIdle(runtime, sleeper.id());

    var dump = runtime.dump();

    var receiving = find(dump, receiver.id());
    assertThat(receiving.kind()).isEqualTo(TaskKind.DIRECT);
    assertThat(receiving.stack().kind()).isEqualTo(StackSample.Kind.PARKED);
    assertThat(receiving.stack().frames()).anyMatch(frame -> frame.getMethodName().equals("receive"));
    assertThat(receiving.awaits()).asString().contains("a message; channel of capacity 7");
    assertThat(find(dump, sleeper.id()).awaits()).isNull();
    assertThat(find(dump, sleeper.id()).stack().frames()).anyMatch(frame -> frame.getMethodName().equals("sleep"));
  }

  private static String receive(Mpsc.Channel<String> channel) {
    return String.valueOf(channel.receiver().recv().await());
  }

  @Test
  void dump_blockingJobsAndRoots_areListed() {
    var runtime = open(Runtime.builder().workerThreads(1).maxBlockingThreads(1));
    var runs = runtime.spawnBlocking(this::awaitRelease);
    await().until(() -> find(runtime.dump(), runs.id()).state() == TaskPhase.RUNNING);
    var waits = runtime.task().name("next").spawnBlocking(() -> 0);

    Dump dump = runtime.blockOn(runtime::dump);

    assertThat(find(dump, runs.id()).stack().frames()).anyMatch(frame -> frame.getMethodName().equals("awaitRelease"));
    assertThat(find(dump, waits.id()).state()).isEqualTo(TaskPhase.SCHEDULED);
    assertThat(dump.tasks()).filteredOn(task -> task.kind() == TaskKind.BLOCK_ON).singleElement()
        .satisfies(
            root -> assertThat(root.stack().frames()).anyMatch(frame -> frame.getMethodName().equals("blockOn")));
    assertThat(runtime.dump().tasks()).hasSize(2);
  }

  @Test
  void dump_aRootThatDrivesAFuture_showsWhatItAwaits() throws InterruptedException {
    var runtime = open();
    var waiting = new Thread(() -> runtime.blockOn(Futures.map(Time.sleep(Duration.ofHours(1)), _ -> 1)));
    waiting.start();
    try {
      await().until(() -> runtime.dump().toString().contains("awaits dev.kioto.time.Sleep: due in"));
    } finally {
      waiting.interrupt();
      waiting.join();
    }
    assertThat(runtime.dump().tasks()).isEmpty();
  }

  @Test
  void dump_tasksOfALocalSet_areListed() {
    var runtime = open();
    runtime.blockOn(() -> {
      try (var local = new LocalSet()) {
        var task = local.spawnLocal(Futures.pending());
        assertThat(find(runtime.dump(), task.id()).state()).isEqualTo(TaskPhase.SCHEDULED);
      }
    });
  }

  @Test
  void dump_aCurrentThreadRuntimeThatNobodyDrives_showsWhatWaits() {
    var runtime = open(Runtime.builder().currentThread());
    var task = runtime.spawn(Futures.pending());

    assertThat(find(runtime.dump(), task.id()).state()).isEqualTo(TaskPhase.SCHEDULED);
    runtime.blockOn(Task.yieldNow());
    assertThat(find(runtime.dump(), task.id()).state()).isEqualTo(TaskPhase.IDLE);
  }

  @Test
  void dump_whatHasEnded_isNotListed() {
    var runtime = open();
    runtime.spawn(Futures.ready(0)).await();
    runtime.spawn(() -> 0).await();
    runtime.spawnBlocking(() -> 0).await();

    assertThat(runtime.dump().tasks()).isEmpty();
    runtime.close();
    assertThat(runtime.dump().tasks()).isEmpty();
    assertThat(runtime.dump().workers()).singleElement()
        .satisfies(worker -> assertThat(worker.state()).isEqualTo(State.STOPPED));
  }

  @Test
  void spawnLocation_askedFor_isTheLineOfTheSpawn() {
    var with = open(Runtime.builder().workerThreads(1).spawnLocations(true));
    var without = open(Runtime.builder().workerThreads(1));
    with.spawn(Futures.pending());
    without.spawn(Futures.pending());

    assertThat(with.dump().tasks()).singleElement().satisfies(
        task -> assertThat(task.spawnLocation()).asString().contains("spawnLocation_askedFor_isTheLineOfTheSpawn"));
    assertThat(without.dump().tasks()).singleElement().satisfies(task -> assertThat(task.spawnLocation()).isNull());
    assertThat(without.dump().toString()).contains("spawnLocations(true)");
  }

  @Test
  void age_ofATask_isAboutTheTimeSinceItsSpawn() {
    var runtime = open();
    long before = System.nanoTime();
    var task = runtime.spawn(Futures.pending());
    long after = System.nanoTime();
    awaitIdle(runtime, task.id());
    await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() - after > 100_000_000);

    long asked = System.nanoTime();
    var age = find(runtime.dump(), task.id()).age();

    // Notes are 0.1 ms apart at least, and the worker's next one may come late on a busy machine.
    assertThat(age.toNanos()).isBetween((asked - after) / 4, System.nanoTime() - before + 1_000_000);
  }

  @Test
  void text_manyTasksOfOnePlace_areOneGroupWithTheOldestFirst() {
    var runtime = open();
    long first = 0;
    for (int i = 0; i < 20; i++) {
      var task = runtime.task().name("conn-" + i).spawn(Time.sleep(Duration.ofHours(1)));
      first = first == 0 ? task.id() : first;
      awaitIdle(runtime, task.id());
    }

    var text = runtime.dump().toString();

    assertThat(text).contains("IDLE: 20 tasks").contains("20 future tasks, the oldest").contains(
        first + " 'conn-0', " + (first + 1) + " 'conn-1'").contains("and 15 more");
    assertThat(text.lines().filter(line -> line.contains("awaits: due in"))).hasSize(1);
  }

  @Test
  void text_age_isInTheUnitOfAPerson() {
    assertThat(DumpText.age(Duration.ofMillis(7))).isEqualTo("7 ms");
    assertThat(DumpText.age(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
    assertThat(DumpText.age(Duration.ofMinutes(10))).isEqualTo("10 min");
    assertThat(DumpText.age(Duration.ofHours(3))).isEqualTo("3 h");
    assertThat(DumpText.age(Duration.ofDays(9))).isEqualTo("9 days");
  }

  /// Dumps read fields that workers write: whatever they see, they end, and name no task twice.
  @Test
  void dump_whileTasksComeAndGo_neverFails() {
    var runtime = open(Runtime.builder().enableAll().workerThreads(2));
    var stop = new AtomicBoolean();
    runtime.spawn(() -> {
      while (!stop.get()) {
        Task.spawn(Futures.then(Task.yieldNow(), _ -> Futures.map(Time.sleep(Duration.ofMillis(1)), _ -> 1)));
        Task.spawn(() -> Task.spawn(Task.yieldNow()).await());
        Task.spawnBlocking(() -> 0);
        Time.sleep(Duration.ofMillis(1)).await();
      }
      return 0;
    });
    for (int i = 0; i < 500; i++) {
      var dump = runtime.dump();
      assertThat(dump.tasks().stream().map(Dump.Task::id).distinct().count()).isEqualTo(dump.tasks().size());
      assertThat(dump.toString()).startsWith("Dump of runtime").doesNotContain("failed to say");
    }
    stop.set(true);
  }
}
