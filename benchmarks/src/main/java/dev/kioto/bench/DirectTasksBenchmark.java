package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.task.TaskBody;
import org.jspecify.annotations.Nullable;

/// The workloads as direct tasks.
public class DirectTasksBenchmark extends ThreadsBenchmark<JoinHandle<@Nullable Void>> {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(Workload.WORKERS).build();

  @Override
  public void stop() {
    super.stop();
    runtime.close();
  }

  @Override
  JoinHandle<@Nullable Void> spawn(Code body) {
    return runtime.spawn((TaskBody) body);
  }

  @Override
  void spawnHere(Code body) {
    Task.spawn((TaskBody) body);
  }

  @Override
  void yieldNow() {
    Task.yieldNow().await();
  }

  @Override
  void join(JoinHandle<@Nullable Void> handle) {
    handle.await();
  }

  @Override
  void blockOn(Body body) throws InterruptedException {
    runtime.blockOn(body::run);
  }
}
