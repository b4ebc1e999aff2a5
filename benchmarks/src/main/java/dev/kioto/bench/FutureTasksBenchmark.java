package dev.kioto.bench;

import dev.kioto.bench.Workload.Countdown;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The scheduler alone, with future tasks: what it costs to spawn, to yield, to answer and to chain. The workloads are
/// those of Tokio's `benches/rt_multi_threaded.rs`, and the futures are what an `async` block would compile to.
///
/// It does not say how a server performs, where polls do work and wait for I/O.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureTasksBenchmark {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(Workload.WORKERS).build();
  private final List<JoinHandle<Boolean>> handles = new ArrayList<>(Workload.SPAWNS);

  private boolean background; // whether it was started
  private volatile boolean over; // ends it

  @TearDown
  public void stop() {
    over = true;
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyLocal() throws InterruptedException {
    spawnManyLocal(runtime);
  }

  static void spawnManyLocal(Runtime runtime) throws InterruptedException {
    var done = new Countdown(Workload.SPAWNS);
    runtime.blockOn(() -> {
      for (int i = 0; i < Workload.SPAWNS; i++) {
        Task.spawn((Context _) -> end(done));
      }
      done.await();
    });
  }

  private static Poll<Boolean> end(Countdown done) {
    done.taskEnded();
    return BenchFutures.READY;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyRemoteIdle() {
    spawnAndJoin(Workload.SPAWNS);
  }

  private void spawnAndJoin(int tasks) {
    for (int i = 0; i < tasks; i++) {
      handles.add(runtime.spawn((Context _) -> BenchFutures.READY));
    }
    runtime.blockOn(new BenchFutures.JoinInOrder<>(handles));
    handles.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyRemoteBusy1() {
    if (!background) {
      background = true;
      for (int i = 0; i < Workload.BUSY_YIELDERS; i++) {
        runtime.spawn(new BenchFutures.BusyYielder(() -> over));
      }
    }
    spawnAndJoin(Workload.SPAWNS);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BUSY_CHAIN_SPAWNS)
  public void spawnManyRemoteBusy2() {
    if (!background) {
      background = true;
      for (int i = 0; i < Workload.BUSY_CHAINS; i++) {
        runtime.spawn((Context _) -> busyChain());
      }
    }
    spawnAndJoin(Workload.BUSY_CHAIN_SPAWNS);
  }

  private Poll<Boolean> busyChain() {
    if (!over) {
      Workload.stall();
      Task.spawn((Context _) -> busyChain());
    }
    return BenchFutures.READY;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.YIELDERS * Workload.YIELDS)
  public void yieldMany() throws InterruptedException {
    var done = new Countdown(Workload.YIELDERS);
    for (int i = 0; i < Workload.YIELDERS; i++) {
      runtime.spawn(new BenchFutures.Yielder(Workload.YIELDS, done));
    }
    done.await();
  }

  /// As [#yieldMany], by tasks that wake themselves and allocate nothing: the bare poll.
  @Benchmark
  @OperationsPerInvocation(Workload.YIELDERS * Workload.YIELDS)
  public void selfWake() throws InterruptedException {
    selfWake(runtime);
  }

  static void selfWake(Runtime runtime) throws InterruptedException {
    var done = new Countdown(Workload.YIELDERS);
    for (int i = 0; i < Workload.YIELDERS; i++) {
      runtime.spawn(new BenchFutures.SelfWaker(Workload.YIELDS, done));
    }
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.PINGS)
  public void pingPong() throws InterruptedException {
    var done = new Countdown(Workload.PINGS);
    runtime.blockOn(() -> {
      Task.spawn((Context _) -> spawnPings(done));
      done.await();
    });
  }

  private static Poll<Boolean> spawnPings(Countdown done) {
    for (int i = 0; i < Workload.PINGS; i++) {
      Task.spawn(new BenchFutures.Ping(done));
    }
    return BenchFutures.READY;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CHAIN)
  public void chainedSpawn() throws InterruptedException {
    var done = new Countdown(1);
    runtime.blockOn(() -> {
      Task.spawn((Context _) -> chain(Workload.CHAIN, done));
      done.await();
    });
  }

  private static Poll<Boolean> chain(int left, Countdown done) {
    if (left == 0) {
      return end(done);
    }
    Task.spawn((Context _) -> chain(left - 1, done));
    return BenchFutures.READY;
  }
}
