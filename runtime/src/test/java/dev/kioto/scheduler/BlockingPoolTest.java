package dev.kioto.scheduler;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.probe.Probe;
import dev.kioto.probe.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The blocking pool, with one queue and with shards.
@Timeout(120)
final class BlockingPoolTest {
  private static final TaskOptions MANDATORY = new TaskOptions(null, true);

  private final List<Scheduler> opened = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() throws InterruptedException {
    gate.countDown();
    for (var scheduler : opened) {
      assertThat(scheduler.shutdown(SECONDS.toNanos(30))).isTrue();
    }
  }

  private Scheduler open(boolean sharded, int maxThreads, Duration keepAlive) {
    var options = TestTasks.options(1, Probe.NONE);
    options.maxBlockingThreads = maxThreads;
    options.threadKeepAlive = keepAlive;
    options.shardedBlockingQueue = sharded;
    var scheduler = Scheduler.start(options);
    opened.add(scheduler);
    return scheduler;
  }

  private static void ended(TaskCell<?> job) {
    var over = new CountDownLatch(1);
    if (job.pollJoin(over::countDown).isReady()) {
      return;
    }
    try {
      assertThat(over.await(30, SECONDS)).as("%s has ended", job).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Threads time out all the time, so that a job often meets one that is going to sleep or to end.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobs_ofManySubmitters_runOnceEachAlthoughThreadsComeAndGo(boolean sharded) throws InterruptedException {
    var scheduler = open(sharded, 3, Duration.ofNanos(20_000));
    int submitters = 4;
    int each = 5_000;
    var runs = new AtomicIntegerArray(submitters * each);
    var left = new CountDownLatch(submitters * each);
    var threads = new ArrayList<Thread>();
    for (int s = 0; s < submitters; s++) {
      int first = s * each;
      threads.add(Thread.ofPlatform().start(() -> {
        for (int i = 0; i < each; i++) {
          int job = first + i;
          scheduler.spawnBlocking(() -> {
            runs.incrementAndGet(job);
            left.countDown();
            return 0;
          }, TaskOptions.NONE, "job");
          if (i % 64 == 0) {
            Thread.yield();
          }
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(left.await(60, SECONDS)).as("%d jobs are lost", left.getCount()).isTrue();
    for (int job = 0; job < runs.length(); job++) {
      assertThat(runs.get(job)).isEqualTo(1);
    }
    assertThat(scheduler.blockingPool().queueDepth()).isZero();
    assertThat(scheduler.blockingPool().threadCount()).isLessThanOrEqualTo(3);
  }

  /// One job at a time, each submitted when the thread that ran the last one is about to sleep.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void job_submittedAsTheThreadGoesToSleep_isNotLeftBesideIt(boolean sharded) {
    var scheduler = open(sharded, 1, Duration.ofSeconds(30));
    for (int i = 0; i < 20_000; i++) {
      var ran = new CountDownLatch(1);
      scheduler.spawnBlocking(() -> {
        ran.countDown();
        return 0;
      }, TaskOptions.NONE, "job");
      try {
        assertThat(ran.await(20, SECONDS)).as("job %d was taken", i).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobs_submittedWhileThePoolCloses_endOnceEach(boolean sharded) throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      var options = TestTasks.options(1, Probe.NONE);
      options.maxBlockingThreads = 2;
      options.shardedBlockingQueue = sharded;
      var scheduler = Scheduler.start(options);
      var jobs = Collections.synchronizedList(new ArrayList<TaskCell<Integer>>());
      var ran = new AtomicInteger();
      var submitted = new CountDownLatch(5);
      var submitter = Thread.ofPlatform().start(() -> {
        for (int i = 0; i < 50; i++) {
          jobs.add(scheduler.spawnBlocking(ran::incrementAndGet, i % 2 == 0 ? MANDATORY : TaskOptions.NONE, "job"));
          submitted.countDown();
        }
      });
      assertThat(submitted.await(10, SECONDS)).isTrue();

      assertThat(scheduler.shutdown(SECONDS.toNanos(30))).as("shutdown of round %d", round).isTrue();
      submitter.join();

      assertThat(jobs).hasSize(50).allSatisfy(job -> assertThat(job.isFinished()).isTrue());
      assertThat(jobs.stream().filter(job -> job.outcome() == TaskOutcome.COMPLETED)).hasSize(ran.get());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobs_waitingForTheOnlyThread_areCountedAndListed(boolean sharded) {
    var scheduler = open(sharded, 1, Duration.ofSeconds(1));
    var running = scheduler.spawnBlocking(() -> gate.await(30, SECONDS), TaskOptions.NONE, "first");
    await().until(() -> running.isRunning());
    var waiting = new ArrayList<TaskCell<?>>();
    for (int i = 0; i < 40; i++) {
      waiting.add(scheduler.spawnBlocking(() -> 0, TaskOptions.NONE, "waits"));
    }

    assertThat(scheduler.blockingPool().queueDepth()).isEqualTo(40);
    assertThat(scheduler.everyTask()).contains(running).containsAll(waiting);
    gate.countDown();
    waiting.forEach(BlockingPoolTest::ended);
    assertThat(scheduler.blockingPool().queueDepth()).isZero();
  }

  /// A thread that was started for a core may find a job instead, as another has taken the core; and the other way round.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threads_whateverTheyWereStartedFor_areNamedForWhatTheyDo(boolean sharded) {
    for (int round = 0; round < 100; round++) {
      var scheduler = open(sharded, 4, Duration.ofSeconds(1));
      var jobs = new ArrayList<TaskCell<String>>();
      for (int i = 0; i < 4; i++) {
        jobs.add(scheduler.spawnBlocking(() -> Thread.currentThread().getName(), TaskOptions.NONE, "job"));
      }
      var worker = scheduler.spawn((Context _) -> Poll.ready(Thread.currentThread().getName()), TaskOptions.NONE);
      jobs.forEach(BlockingPoolTest::ended);
      ended(worker);

      assertThat(jobs).allSatisfy(job -> assertThat(job.value()).startsWith("test-blocking-"));
      assertThat(worker.value()).isEqualTo("test-0");
    }
  }

  /// A thread that runs one job after the other leaves the core to the thread that was promised to it.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blockInPlace_whileJobsKeepAllThreadsBusy_getsAThread(boolean sharded) {
    var scheduler = open(sharded, 1, Duration.ofSeconds(1));
    for (int i = 0; i < 1_000; i++) {
      scheduler.spawnBlocking(() -> 0, TaskOptions.NONE, "job");
    }
    for (int i = 0; i < 200; i++) {
      var other = new CountDownLatch(1);
      var blocked = scheduler.spawn((Context _) -> {
        scheduler.spawn((Context _) -> {
          other.countDown();
          return Poll.ready(0);
        }, TaskOptions.NONE);
        try {
          return Poll.ready(Scheduler.blockInPlace(() -> other.await(20, SECONDS)));
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }, TaskOptions.NONE);
      scheduler.spawnBlocking(() -> 0, TaskOptions.NONE, "job");
      ended(blocked);
      assertThat(blocked.value()).as("round %d", i).isEqualTo(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 32})
  void shards_pushedAndPopped_giveBackEachJobOnce(int shards) {
    var queue = new ShardedJobs(shards);
    var jobs = new ArrayList<BlockingJob<?>>();
    for (int i = 0; i < 200; i++) {
      var job = new BlockingJob<>(TestTasks.SCHEDULER, TaskOptions.NONE, () -> 0, "job");
      jobs.add(job);
      assertThat(queue.push(job)).isTrue();
    }
    assertThat(queue.size()).isEqualTo(200);
    assertThat(queue.snapshot()).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(queue.remove(jobs.getFirst())).isTrue();
    assertThat(queue.remove(jobs.getFirst())).isFalse();

    var popped = new ArrayList<BlockingJob<?>>();
    for (var job = queue.pop(7, _ -> {}); job != null; job = queue.pop(popped.size(), _ -> {})) {
      popped.add(job);
    }

    assertThat(popped).containsExactlyInAnyOrderElementsOf(jobs.subList(1, jobs.size()));
    assertThat(queue.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void shards_sealed_keepWhatIsMandatoryAndRefuseTheRest(int shards) {
    var queue = new ShardedJobs(shards);
    var kept = new BlockingJob<>(TestTasks.SCHEDULER, MANDATORY, () -> 0, "kept");
    var dropped = new BlockingJob<>(TestTasks.SCHEDULER, TaskOptions.NONE, () -> 0, "dropped");
    queue.push(kept);
    queue.push(dropped);

    assertThat(queue.seal()).containsExactly(dropped);
    assertThat(queue.push(new BlockingJob<>(TestTasks.SCHEDULER, MANDATORY, () -> 0, "late"))).isFalse();
    assertThat(queue.pop(3, _ -> {})).isEqualTo(kept);
    assertThat(queue.pop(3, _ -> {})).isNull();
  }

  /// Who looks into the queue and then at the threads finds the job in the one or the other.
  @Test
  void shards_whileAJobIsTaken_showItUntilTheTakerHasIt() throws InterruptedException {
    var jobs = new ShardedJobs(2);
    jobs.push(new BlockingJob<>(TestTasks.SCHEDULER, TaskOptions.NONE, () -> 0, "job"));
    var taking = new CountDownLatch(1);
    var taken = new AtomicReference<BlockingJob<?>>();
    var found = new AtomicBoolean();
    var taker = new Thread(() -> jobs.pop(0, job -> {
      taking.countDown();
      try {
        assertThat(gate.await(30, SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      taken.set(job);
    }));
    var looker = new Thread(() -> found.set(!jobs.snapshot().isEmpty() || taken.get() != null));
    taker.start();
    taking.await();
    looker.start();
    await().until(() -> looker.getState() == Thread.State.WAITING || !looker.isAlive());
    gate.countDown();
    looker.join();
    taker.join();

    assertThat(found).isTrue();
  }
}
