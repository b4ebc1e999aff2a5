package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// What it costs to limit something in time that is ready, to make a sleep and give it up, and to arm a timer and disarm it: on one
/// thread, and on 8 at once. The first two are Tokio's `benches/time_timeout.rs`. Its timers are armed by the first poll that
/// has to wait, so that neither touches the timer; the third does.
///
/// Beside it the JDK's: `CompletableFuture.orTimeout` of a future that is completed right after, and a
/// `ScheduledThreadPoolExecutor` that takes a job and gives it up, both of which arm at once. Nothing ever fires here.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimeBenchmark {
  private static final int OPERATIONS = 8_000;
  private static final int MANY = 8; // Tokio's
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Runtime single = Runtime.builder().enableAll().workerThreads(1).build();
  private final Runtime many = Runtime.builder().enableAll().workerThreads(MANY).build();
  private final Runtime currentThread = Runtime.builder().enableAll().currentThread().build();
  private final ExecutorService threads = Executors.newFixedThreadPool(MANY);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  public TimeBenchmark() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @TearDown
  public void stop() {
    single.close();
    many.close();
    currentThread.close();
    threads.shutdownNow();
    timer.shutdownNow();
  }

  /// One operation of a future task.
  private interface Step {
    void run(Context cx);
  }

  private static void run(Runtime runtime, int tasks, Step step) {
    var handles = new JoinHandle<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      handles[i] = runtime.spawn(repeat(step, OPERATIONS / tasks));
    }
    for (var handle : handles) {
      handle.await();
    }
  }

  private static Future<Boolean> repeat(Step step, int times) {
    return cx -> {
      for (int i = 0; i < times; i++) {
        step.run(cx);
      }
      return BenchFutures.READY;
    };
  }

  private void runJdk(int tasks, Runnable step) throws InterruptedException, ExecutionException {
    var futures = new java.util.concurrent.Future<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      futures[i] = threads.submit(() -> {
        for (int n = 0; n < OPERATIONS / tasks; n++) {
          step.run();
        }
      });
    }
    for (var future : futures) {
      future.get();
    }
  }

  // --- a limit for what is ready ---

  private static void timeout(Context cx) {
    if (!(Time.timeout(SECOND, Futures.ready(1)).poll(cx) instanceof Poll.Ready)) {
      throw new IllegalStateException("what is ready was not");
    }
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void timeoutSingle() {
    run(single, 1, TimeBenchmark::timeout);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void timeoutMany() {
    run(many, MANY, TimeBenchmark::timeout);
  }

  private static void orTimeout() {
    var future = new CompletableFuture<Integer>().orTimeout(1, TimeUnit.SECONDS);
    future.complete(1);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void orTimeoutSingle() throws InterruptedException, ExecutionException {
    runJdk(1, TimeBenchmark::orTimeout);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void orTimeoutMany() throws InterruptedException, ExecutionException {
    runJdk(MANY, TimeBenchmark::orTimeout);
  }

  // --- a sleep that nobody polls ---

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void sleepSingle(Blackhole hole) {
    run(single, 1, _ -> hole.consume(Time.sleep(SECOND)));
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void sleepMany(Blackhole hole) {
    run(many, MANY, _ -> hole.consume(Time.sleep(SECOND)));
  }

  // --- a timer that is armed and disarmed ---

  private static void arm(Context cx) {
    var sleep = Time.sleep(SECOND);
    if (sleep.poll(cx).isReady()) {
      throw new IllegalStateException("a second has passed at once");
    }
    sleep.drop();
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void armSingle() {
    run(single, 1, TimeBenchmark::arm);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void armMany() {
    run(many, MANY, TimeBenchmark::arm);
  }

  private void schedule() {
    timer.schedule(() -> {}, 1, TimeUnit.SECONDS).cancel(false);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void scheduleSingle() throws InterruptedException, ExecutionException {
    runJdk(1, this::schedule);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void scheduleMany() throws InterruptedException, ExecutionException {
    runJdk(MANY, this::schedule);
  }

  // --- what time it is ---

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void now(Blackhole hole) {
    currentThread.blockOn(() -> {
      for (int i = 0; i < OPERATIONS; i++) {
        hole.consume(Time.now());
      }
    });
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void nanoTime(Blackhole hole) {
    currentThread.blockOn(() -> {
      for (int i = 0; i < OPERATIONS; i++) {
        hole.consume(System.nanoTime());
      }
    });
  }
}
