package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.task.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The current-thread scheduler alone: what it costs to spawn and to join. The workloads are those of Tokio's
/// `benches/rt_current_thread.rs`. The peer is the JDK's scheduler with one carrier.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CurrentThreadBenchmark {
  private static final int SPAWNS = Workload.CURRENT_THREAD_SPAWNS;
  private static final TaskBody NOTHING = () -> {
  };

  private final Runtime runtime = Runtime.builder().currentThread().build();
  private final List<JoinHandle<Boolean>> futures = new ArrayList<>(SPAWNS);
  private final List<JoinHandle<@Nullable Void>> directs = new ArrayList<>(SPAWNS);
  private final List<Thread> threads = new ArrayList<>(SPAWNS);

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CURRENT_THREAD_SPAWNS)
  public void spawnManyLocalFuture() {
    runtime.blockOn(new BenchFutures.Deferred(() -> {
      for (int i = 0; i < SPAWNS; i++) {
        futures.add(Task.spawn((Context _) -> BenchFutures.READY));
      }
      return new BenchFutures.JoinInOrder<>(futures);
    }));
    futures.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CURRENT_THREAD_SPAWNS)
  public void spawnManyRemoteIdleFuture() {
    for (int i = 0; i < SPAWNS; i++) {
      futures.add(runtime.spawn((Context _) -> BenchFutures.READY));
    }
    runtime.blockOn(new BenchFutures.JoinInOrder<>(futures));
    futures.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CURRENT_THREAD_SPAWNS)
  public void spawnManyLocalDirect() {
    runtime.blockOn(new BenchFutures.Deferred(() -> {
      for (int i = 0; i < SPAWNS; i++) {
        directs.add(Task.spawn(NOTHING));
      }
      return new BenchFutures.JoinInOrder<>(directs);
    }));
    directs.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CURRENT_THREAD_SPAWNS)
  public void spawnManyRemoteIdleDirect() {
    for (int i = 0; i < SPAWNS; i++) {
      directs.add(runtime.spawn(NOTHING));
    }
    runtime.blockOn(new BenchFutures.JoinInOrder<>(directs));
    directs.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CURRENT_THREAD_SPAWNS)
  public void spawnManyVirtual() throws InterruptedException {
    for (int i = 0; i < SPAWNS; i++) {
      threads.add(Thread.startVirtualThread(() -> {
      }));
    }
    for (var thread : threads) {
      thread.join();
    }
    threads.clear();
  }
}
