package dev.kioto.bench;

import dev.kioto.bench.LockFutures.Guarded;
import dev.kioto.bench.LockFutures.HeldAcrossYield;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.sync.RwLock;
import dev.kioto.sync.RwLockReadGuard;
import dev.kioto.sync.Semaphore;
import dev.kioto.sync.SemaphorePermit;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.TearDown;

/// The locks between future tasks.
public class LocksFutureBenchmark extends LocksBenchmark {
  private final Runtime runtime;
  private final RwLock<String> rwLock = new RwLock<>("");
  private final Semaphore many = new Semaphore(LocksWorkload.PERMITS);
  private final Semaphore few = new Semaphore(LocksWorkload.PERMITS_CONTENDED);
  private final Mutex<@Nullable Void> mutex = Mutex.withoutValue();

  private long sum; // the owner of the mutex

  /// On the multi-thread flavor.
  public LocksFutureBenchmark() {
    this(Runtime.builder().workerThreads(Workload.WORKERS).build());
  }

  LocksFutureBenchmark(Runtime runtime) {
    this.runtime = runtime;
  }

  @TearDown
  public void stop() {
    runtime.close();
  }

  /// Runs a number of futures at once, those of one workload.
  Future<Boolean> all(int number, Supplier<Future<Boolean>> maker) {
    var handles = new ArrayList<JoinHandle<Boolean>>(number);
    for (int i = 0; i < number; i++) {
      handles.add(Task.spawn(maker.get()));
    }
    return new BenchFutures.JoinInOrder<>(handles);
  }

  private void runAll(int number, Supplier<Future<Boolean>> maker) {
    runtime.blockOn(new BenchFutures.Deferred(() -> all(number, maker)));
  }

  private Future<Boolean> read(int times) {
    return new Guarded<>(rwLock::read, RwLockReadGuard::close, times);
  }

  private static Future<Boolean> permit(Semaphore semaphore, int times) {
    return new Guarded<>(semaphore::acquire, SemaphorePermit::close, times);
  }

  private Future<Boolean> lock() {
    return new Guarded<>(mutex::lock, guard -> {
      sum++;
      guard.close();
    }, LocksWorkload.LOCKS);
  }

  @Override
  void runReadUncontended() {
    runtime.blockOn(read(LocksWorkload.READERS));
  }

  @Override
  void runReadConcurrent() {
    runAll(LocksWorkload.READERS, () -> read(1));
  }

  @Override
  void runReadContended() {
    runtime.blockOn(Futures.then(rwLock.write(), guard -> {
      var readers = all(LocksWorkload.READERS_BEHIND_A_WRITER, () -> read(1));
      guard.close();
      return readers;
    }));
  }

  @Override
  void runPermitUncontended() {
    runtime.blockOn(permit(many, LocksWorkload.ACQUIRERS));
  }

  @Override
  void runPermitConcurrent() {
    runAll(LocksWorkload.ACQUIRERS, () -> permit(many, 1));
  }

  @Override
  void runPermitContended() {
    runAll(LocksWorkload.ACQUIRERS, () -> permit(few, 1));
  }

  @Override
  void runMutexBrief() {
    runAll(LocksWorkload.LOCKERS, this::lock);
  }

  @Override
  void runMutexContended() {
    runAll(LocksWorkload.LOCKERS, () -> new HeldAcrossYield(mutex, LocksWorkload.LOCKS_ACROSS_YIELD));
  }
}
