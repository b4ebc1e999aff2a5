package dev.kioto.bench;

import dev.kioto.bench.ThreadsBenchmark.Body;
import dev.kioto.bench.ThreadsBenchmark.Code;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.sync.RwLock;
import dev.kioto.sync.Semaphore;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.task.TaskBody;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.TearDown;

/// The locks between direct tasks.
public class LocksDirectBenchmark extends LocksThreadsBenchmark<JoinHandle<@Nullable Void>> {
  private final Runtime runtime;
  private final RwLock<String> rwLock = new RwLock<>("");
  private final Semaphore many = new Semaphore(LocksWorkload.PERMITS);
  private final Semaphore few = new Semaphore(LocksWorkload.PERMITS_CONTENDED);
  private final Mutex<@Nullable Void> mutex = Mutex.withoutValue();

  /// On the multi-thread flavor.
  public LocksDirectBenchmark() {
    this(Runtime.builder().workerThreads(Workload.WORKERS).build());
  }

  LocksDirectBenchmark(Runtime runtime) {
    this.runtime = runtime;
  }

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Override
  JoinHandle<@Nullable Void> spawn(Code body) {
    return Task.spawn((TaskBody) body);
  }

  @Override
  void join(JoinHandle<@Nullable Void> handle) {
    handle.await();
  }

  @Override
  void blockOn(Body body) throws InterruptedException {
    runtime.blockOn(body::run);
  }

  @Override
  void read() {
    rwLock.read().await().close();
  }

  @Override
  void whileWriting(Runnable body) {
    try (var _ = rwLock.write().await()) {
      body.run();
    }
  }

  @Override
  void permitOfMany() {
    many.acquire().await().close();
  }

  @Override
  void permitOfFew() {
    few.acquire().await().close();
  }

  @Override
  void lock() {
    try (var _ = mutex.lock().await()) {
      sum++;
    }
  }

  @Override
  void lockAndYield() {
    try (var _ = mutex.lock().await()) {
      Task.yieldNow().await();
    }
  }
}
