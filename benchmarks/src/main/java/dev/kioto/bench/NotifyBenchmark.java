package dev.kioto.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to tell one waiting task, or all: a number of tasks wait, count, and wait again, while a thread outside the
/// scheduler notifies without a pause until they have counted to 500. Tokio's `benches/sync_notify.rs`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class NotifyBenchmark {
  /// How often some waiter was told.
  final AtomicInteger told = new AtomicInteger();

  /// Ends the waiters.
  volatile boolean over;

  private boolean started; // the waiters were

  /// Starts a task that waits and adds to [#told], again and again.
  abstract void startWaiter();

  abstract void tellOne();

  abstract void tellAll();

  @TearDown
  public void stop() {
    over = true;
  }

  private void run(int waiters, boolean all) {
    if (!started) {
      started = true;
      for (int i = 0; i < waiters; i++) {
        startWaiter();
      }
    }
    told.set(0);
    do {
      if (all) {
        tellAll();
      } else {
        tellOne();
      }
    } while (told.get() < LocksWorkload.NOTIFICATIONS);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void one10() {
    run(10, false);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void one50() {
    run(50, false);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void one100() {
    run(100, false);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void one200() {
    run(200, false);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void one500() {
    run(500, false);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void all10() {
    run(10, true);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void all50() {
    run(50, true);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void all100() {
    run(100, true);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void all200() {
    run(200, true);
  }

  @Benchmark
  @OperationsPerInvocation(LocksWorkload.NOTIFICATIONS)
  public void all500() {
    run(500, true);
  }
}
