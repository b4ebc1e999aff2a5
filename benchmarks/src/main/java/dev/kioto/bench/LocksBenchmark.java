package dev.kioto.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it costs to get a lock or a permit and to give it back, by one task and by several at once. The workloads are those
/// of Tokio's `benches/sync_rwlock.rs` and `sync_semaphore.rs`, where a task gets what it wants once, so that its spawn and
/// its join are most of the figure. And a mutex between ten tasks: held across a suspension, so that nine always wait; and
/// held for an instant, where a lock that lets whoever runs go first is hardly ever contended, while with a fair one every
/// task may end up in the queue at each turn.
///
/// It does not say how long a task waits: Kioto's locks are fair, and those of `java.util.concurrent` are when they are told
/// to be.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class LocksBenchmark {

  /// One task reads, six times.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.READERS)
  public void readUncontended() throws InterruptedException {
    runReadUncontended();
  }

  abstract void runReadUncontended() throws InterruptedException;

  /// Six tasks read once.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.READERS)
  public void readConcurrent() throws InterruptedException {
    runReadConcurrent();
  }

  abstract void runReadConcurrent() throws InterruptedException;

  /// Five tasks read once, started while there is a writer.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.READERS)
  public void readContended() throws InterruptedException {
    runReadContended();
  }

  abstract void runReadContended() throws InterruptedException;

  /// One task takes a permit, six times.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.ACQUIRERS)
  public void permitUncontended() throws InterruptedException {
    runPermitUncontended();
  }

  abstract void runPermitUncontended() throws InterruptedException;

  /// Six tasks take one of ten permits, once.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.ACQUIRERS)
  public void permitConcurrent() throws InterruptedException {
    runPermitConcurrent();
  }

  abstract void runPermitConcurrent() throws InterruptedException;

  /// Six tasks take one of five permits, once.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.ACQUIRERS)
  public void permitContended() throws InterruptedException {
    runPermitContended();
  }

  abstract void runPermitContended() throws InterruptedException;

  /// Ten tasks lock a mutex 1,000 times each, and add to a number.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.LOCKERS * LocksWorkload.LOCKS)
  public void mutexBrief() throws InterruptedException {
    runMutexBrief();
  }

  abstract void runMutexBrief() throws InterruptedException;

  /// Ten tasks lock a mutex 100 times each, and give way while they hold it.
  @Benchmark
  @OperationsPerInvocation(LocksWorkload.LOCKERS * LocksWorkload.LOCKS_ACROSS_YIELD)
  public void mutexContended() throws InterruptedException {
    runMutexContended();
  }

  abstract void runMutexContended() throws InterruptedException;
}
