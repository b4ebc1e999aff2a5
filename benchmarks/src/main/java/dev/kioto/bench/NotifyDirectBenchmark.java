package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Notify;

/// The waiters as direct tasks.
public class NotifyDirectBenchmark extends NotifyBenchmark {
  private final Runtime runtime = Runtime.builder().workerThreads(Workload.WORKERS).build();
  private final Notify notify = new Notify();

  @Override
  void startWaiter() {
    runtime.spawn(() -> {
      while (!over) {
        notify.notified().await();
        told.getAndIncrement();
      }
    });
  }

  @Override
  void tellOne() {
    notify.notifyOne();
  }

  @Override
  void tellAll() {
    notify.notifyWaiters();
  }

  @Override
  public void stop() {
    super.stop();
    runtime.close();
  }
}
