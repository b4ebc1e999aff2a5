package dev.kioto.bench;

import dev.kioto.bench.Workload.Countdown;
import dev.kioto.task.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The workloads of [FutureTasksBenchmark] as plain code on virtual threads: Kioto's direct tasks in one subclass, the
/// JDK's own scheduler in the other, so that both run the same lines.
///
/// @param <H> what a spawn gives, to be joined by
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class ThreadsBenchmark<H> {
  private final List<H> handles = new ArrayList<>(Workload.SPAWNS);

  private boolean background; // whether it was started
  private volatile boolean over; // ends it

  /// Spawns from outside.
  abstract H spawn(Code body);

  /// Spawns from a task, or from inside [#blockOn].
  abstract void spawnHere(Code body);

  /// Gives way once, in a task.
  abstract void yieldNow();

  abstract void join(H handle) throws InterruptedException;

  /// Runs on the calling thread, in the scheduler's context where it has one.
  abstract void blockOn(Body body) throws InterruptedException;

  /// The code of a task, on either scheduler without a wrapper.
  interface Code extends Runnable, TaskBody {
    @Override
    void run();
  }

  /// Code that waits.
  interface Body {
    void run() throws InterruptedException;
  }

  @TearDown
  public void stop() {
    over = true;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyLocal() throws InterruptedException {
    var done = new Countdown(Workload.SPAWNS);
    blockOn(() -> {
      for (int i = 0; i < Workload.SPAWNS; i++) {
        spawnHere(done::taskEnded);
      }
      done.await();
    });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyRemoteIdle() throws InterruptedException {
    spawnAndJoin(Workload.SPAWNS);
  }

  private void spawnAndJoin(int tasks) throws InterruptedException {
    for (int i = 0; i < tasks; i++) {
      handles.add(spawn(() -> {
      }));
    }
    blockOn(() -> {
      for (var handle : handles) {
        join(handle);
      }
    });
    handles.clear();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void spawnManyRemoteBusy1() throws InterruptedException {
    if (!background) {
      background = true;
      for (int i = 0; i < Workload.BUSY_YIELDERS; i++) {
        spawn(this::yieldAndStall);
      }
    }
    spawnAndJoin(Workload.SPAWNS);
  }

  private void yieldAndStall() {
    while (!over) {
      yieldNow();
      Workload.stall();
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BUSY_CHAIN_SPAWNS)
  public void spawnManyRemoteBusy2() throws InterruptedException {
    if (!background) {
      background = true;
      for (int i = 0; i < Workload.BUSY_CHAINS; i++) {
        spawn(this::busyChain);
      }
    }
    spawnAndJoin(Workload.BUSY_CHAIN_SPAWNS);
  }

  private void busyChain() {
    if (!over) {
      Workload.stall();
      spawnHere(this::busyChain);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.YIELDERS * Workload.YIELDS)
  public void yieldMany() throws InterruptedException {
    var done = new Countdown(Workload.YIELDERS);
    for (int i = 0; i < Workload.YIELDERS; i++) {
      spawn(() -> {
        for (int n = 0; n < Workload.YIELDS; n++) {
          yieldNow();
        }
        done.taskEnded();
      });
    }
    done.await();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.PINGS)
  public void pingPong() throws InterruptedException {
    var done = new Countdown(Workload.PINGS);
    blockOn(() -> {
      spawnHere(() -> {
        for (int i = 0; i < Workload.PINGS; i++) {
          spawnHere(() -> ping(done));
        }
      });
      done.await();
    });
  }

  private void ping(Countdown done) {
    var ping = new ThreadSignal();
    var answer = new ThreadSignal();
    spawnHere(() -> {
      ping.await();
      answer.send();
    });
    ping.send();
    answer.await();
    done.taskEnded();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.CHAIN)
  public void chainedSpawn() throws InterruptedException {
    var done = new Countdown(1);
    blockOn(() -> {
      spawnHere(() -> chain(Workload.CHAIN, done));
      done.await();
    });
  }

  private void chain(int left, Countdown done) {
    if (left == 0) {
      done.taskEnded();
    } else {
      spawnHere(() -> chain(left - 1, done));
    }
  }

  /// Sent once, awaited by one thread.
  static final class ThreadSignal implements IdleTasks.Signal {
    private volatile @Nullable Thread waiter; // the waiting thread
    private volatile boolean sent; // the sender

    @Override
    public void send() {
      sent = true;
      LockSupport.unpark(waiter);
    }

    void await() {
      waiter = Thread.currentThread();
      while (!sent) {
        LockSupport.park(this);
      }
    }
  }
}
