package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The scheduler alone: what it costs to spawn, to yield, to chain and to answer. The workloads and constants are those of
/// Tokio's `benches/rt_multi_threaded.rs`, with as many workers (of Kioto) as carriers (of the JDK).
///
/// It does not say how a server performs, where polls do work and wait for I/O.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchedulerBenchmark {
  static final int SPAWNS = 10_000;
  static final int YIELDERS = 200;
  static final int YIELDS = 1_000;
  static final int CHAIN = 1_000;
  static final int PAIRS = 1_000;
  private static final Poll<Boolean> READY = Poll.ready(true);

  /// Workers of Kioto and carriers of the JDK: the processors, as both would choose.
  static final int WORKERS = java.lang.Runtime.getRuntime().availableProcessors();

  private @Nullable Runtime runtime;

  @Setup
  public void start() {
    runtime = Runtime.builder().enableAll().workerThreads(WORKERS).build();
  }

  @TearDown
  public void stop() {
    runtime().close();
  }

  private Runtime runtime() {
    var started = runtime;
    if (started == null) {
      throw new IllegalStateException("the benchmark has not been set up");
    }
    return started;
  }

  @Benchmark
  @OperationsPerInvocation(SPAWNS)
  public void spawnManyFuture() throws InterruptedException {
    var done = new CountDownLatch(SPAWNS);
    runtime().blockOn(() -> {
      for (int i = 0; i < SPAWNS; i++) {
        Task.spawn((Context _) -> countDown(done));
      }
      done.await();
    });
  }

  private static Poll<Boolean> countDown(CountDownLatch done) {
    done.countDown();
    return READY;
  }

  @Benchmark
  @OperationsPerInvocation(SPAWNS)
  public void spawnManyDirect() throws InterruptedException {
    var done = new CountDownLatch(SPAWNS);
    runtime().blockOn(() -> {
      for (int i = 0; i < SPAWNS; i++) {
        Task.spawn(() -> done.countDown());
      }
      done.await();
    });
  }

  @Benchmark
  @OperationsPerInvocation(SPAWNS)
  public void spawnManyVirtual() throws InterruptedException {
    var done = new CountDownLatch(SPAWNS);
    for (int i = 0; i < SPAWNS; i++) {
      Thread.startVirtualThread(done::countDown);
    }
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(YIELDERS * YIELDS)
  public void yieldManyFuture() throws InterruptedException {
    yieldMany(runtime());
  }

  static void yieldMany(Runtime runtime) throws InterruptedException {
    var done = new CountDownLatch(YIELDERS);
    for (int i = 0; i < YIELDERS; i++) {
      runtime.spawn(new Yielder(YIELDS, done));
    }
    done.await();
  }

  /// Wakes itself and is pending, a number of times.
  private static final class Yielder implements Future<Boolean> {
    private int left;
    private final CountDownLatch done;

    Yielder(int left, CountDownLatch done) {
      this.left = left;
      this.done = done;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (left-- == 0) {
        return countDown(done);
      }
      cx.waker().wake();
      return Poll.pending();
    }
  }

  @Benchmark
  @OperationsPerInvocation(YIELDERS * YIELDS)
  public void yieldManyDirect() throws InterruptedException {
    var done = new CountDownLatch(YIELDERS);
    for (int i = 0; i < YIELDERS; i++) {
      runtime().spawn(() -> {
        for (int n = 0; n < YIELDS; n++) {
          Task.yieldNow().await();
        }
        done.countDown();
      });
    }
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(YIELDERS * YIELDS)
  public void yieldManyVirtual() throws InterruptedException {
    var done = new CountDownLatch(YIELDERS);
    for (int i = 0; i < YIELDERS; i++) {
      Thread.startVirtualThread(() -> {
        for (int n = 0; n < YIELDS; n++) {
          Thread.yield();
        }
        done.countDown();
      });
    }
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public void chainedSpawnFuture() throws InterruptedException {
    var done = new CountDownLatch(1);
    runtime().spawn((Context _) -> chainFuture(CHAIN, done));
    done.await();
  }

  private static Poll<Boolean> chainFuture(int left, CountDownLatch done) {
    if (left == 0) {
      return countDown(done);
    }
    Task.spawn((Context _) -> chainFuture(left - 1, done));
    return READY;
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public void chainedSpawnDirect() throws InterruptedException {
    var done = new CountDownLatch(1);
    runtime().spawn(() -> chainDirect(CHAIN, done));
    done.await();
  }

  private static void chainDirect(int left, CountDownLatch done) {
    if (left == 0) {
      done.countDown();
    } else {
      Task.spawn(() -> chainDirect(left - 1, done));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public void chainedSpawnVirtual() throws InterruptedException {
    var done = new CountDownLatch(1);
    Thread.startVirtualThread(() -> chainVirtual(CHAIN, done));
    done.await();
  }

  private static void chainVirtual(int left, CountDownLatch done) {
    if (left == 0) {
      done.countDown();
    } else {
      Thread.startVirtualThread(() -> chainVirtual(left - 1, done));
    }
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public void pingPongDirect() throws InterruptedException {
    var done = new CountDownLatch(PAIRS);
    runtime().spawn(() -> {
      for (int i = 0; i < PAIRS; i++) {
        Task.spawn(() -> ping(done, Task::spawn));
      }
    });
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public void pingPongVirtual() throws InterruptedException {
    var done = new CountDownLatch(PAIRS);
    Thread.startVirtualThread(() -> {
      for (int i = 0; i < PAIRS; i++) {
        Thread.startVirtualThread(() -> ping(done, Thread::startVirtualThread));
      }
    });
    done.await();
  }

  private interface Spawn {
    void spawn(TaskRunnable body);
  }

  private interface TaskRunnable extends Runnable, dev.kioto.task.TaskBody {
    @Override
    void run();
  }

  // One exchange: wake a peer that waits, and wait for it to answer. The same code on both schedulers.
  private static void ping(CountDownLatch done, Spawn spawn) {
    var ping = new Signal();
    var pong = new Signal();
    spawn.spawn(() -> {
      ping.await();
      pong.signal();
    });
    ping.signal();
    pong.await();
    done.countDown();
  }

  /// Set once, awaited by one thread.
  private static final class Signal {
    private volatile @Nullable Thread waiter;
    private volatile boolean set;

    void signal() {
      set = true;
      LockSupport.unpark(waiter);
    }

    void await() {
      waiter = Thread.currentThread();
      while (!set) {
        LockSupport.park(this);
      }
    }
  }
}
