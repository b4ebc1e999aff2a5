package dev.kioto.bench;

import dev.kioto.bench.Workload.Countdown;
import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Very many timers that are live at once: what it costs to add one and to take it out again, and how late others fire beside
/// them. One kind for a process.
///
/// Prints in a line: timers, nanoseconds to add one, nanoseconds to cancel one, and how late those were that fired, in
/// microseconds, at the 50th, 99th and 99.9th percentile and at most. What fires is a task, or a job, and it is late until it
/// runs. Durations are whole milliseconds, counted from the call.
public final class LiveTimers {
  static final int TIMERS = 1_000_000;
  private static final int WARM_UP = 100_000;
  private static final int FIRING = 20_000;
  private static final int FIRING_MILLIS = 2_000; // in which these fire
  private static final int FIRST_MILLIS = 60_000; // none of the others fires before
  private static final int SPREAD_MILLIS = 600_000;

  private LiveTimers() {}

  /// Whose timers.
  enum Kind {
    SLEEPS, EXECUTOR
  }

  /// Timers that are added and cancelled by one thread.
  private interface Timers extends AutoCloseable {
    void add(int[] millis);

    void cancelAll();

    /// Does something after a while.
    void fire(int millis, Runnable action);

    @Override
    void close();
  }

  public static void main(String[] args) throws InterruptedException {
    var kind = Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
    int count = Integer.parseInt(args[1]);
    var random = new Random(1);
    try (var timers = kind == Kind.SLEEPS ? new Sleeps() : new Jobs()) {
      for (int i = 0; i < 5; i++) {
        timers.add(millis(random, WARM_UP));
        timers.cancelAll();
      }
      lateness(timers, random, Math.min(count, FIRING), 200);
      var delays = millis(random, count);
      double added = perTimer(count, _ -> timers.add(delays));
      var late = lateness(timers, random, Math.min(count, FIRING), FIRING_MILLIS);
      double cancelled = perTimer(count, _ -> timers.cancelAll());
      System.out.printf(Locale.ROOT, "%d %.1f %.1f %.1f %.1f %.1f %.1f%n", count, added, cancelled,
          percentile(late, 0.5), percentile(late, 0.99), percentile(late, 0.999), percentile(late, 1));
    }
  }

  private static int[] millis(Random random, int count) {
    return random.ints(count, FIRST_MILLIS, FIRST_MILLIS + SPREAD_MILLIS).toArray();
  }

  private interface Step {
    void run(int count);
  }

  private static double perTimer(int count, Step step) {
    long start = System.nanoTime();
    step.run(count);
    return (double) (System.nanoTime() - start) / count;
  }

  // Sorted, in nanoseconds.
  private static long[] lateness(Timers timers, Random random, int count, int within) throws InterruptedException {
    var late = new long[count];
    var next = new AtomicInteger();
    var done = new Countdown(count);
    for (int i = 0; i < count; i++) {
      int millis = 1 + random.nextInt(within);
      long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      timers.fire(millis, () -> {
        late[next.getAndIncrement()] = System.nanoTime() - due;
        done.taskEnded();
      });
    }
    done.await();
    Arrays.sort(late);
    return late;
  }

  private static double percentile(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1_000.0;
  }

  /// Kioto's sleeps, all polled by one task, and future tasks that sleep.
  private static final class Sleeps implements Timers {
    private final Runtime runtime = Runtime.builder().enableAll().workerThreads(Workload.WORKERS).build();
    private Sleep[] sleeps = {};

    @Override
    public void add(int[] millis) {
      runtime.spawn((Context cx) -> addAll(cx, millis)).await();
    }

    private Poll<Boolean> addAll(Context cx, int[] millis) {
      sleeps = new Sleep[millis.length];
      for (int i = 0; i < millis.length; i++) {
        sleeps[i] = Time.sleep(Duration.ofMillis(millis[i]));
        if (sleeps[i].poll(cx).isReady()) {
          throw new IllegalStateException("a minute has passed at once");
        }
      }
      return BenchFutures.READY;
    }

    @Override
    public void cancelAll() {
      for (var sleep : sleeps) {
        sleep.drop();
      }
    }

    @Override
    public void fire(int millis, Runnable action) {
      runtime.spawn(Futures.map(Time.sleep(Duration.ofMillis(millis)), _ -> {
        action.run();
        return true;
      }));
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  /// Jobs of the JDK's executor.
  private static final class Jobs implements Timers {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(Workload.WORKERS);
    private Future<?>[] jobs = {};

    Jobs() {
      executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void add(int[] millis) {
      jobs = new Future<?>[millis.length];
      for (int i = 0; i < millis.length; i++) {
        jobs[i] = executor.schedule(() -> {}, millis[i], TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void cancelAll() {
      for (var job : jobs) {
        job.cancel(false);
      }
    }

    @Override
    public void fire(int millis, Runnable action) {
      var _ = executor.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
  }
}
