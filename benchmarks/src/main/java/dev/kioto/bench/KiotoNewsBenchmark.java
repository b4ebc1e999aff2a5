package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Notify;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.TearDown;

/// What the runs on Kioto share: the runtime, and how the sender learns that all have done their work.
public abstract class KiotoNewsBenchmark extends NewsBenchmark {
  final Runtime runtime = Runtime.builder().workerThreads(Workload.WORKERS).build();
  final AtomicInteger working = new AtomicInteger();
  final Notify allDone = new Notify();

  /// Sends one message.
  abstract void send(int message);

  @TearDown
  public void stop() {
    runtime.close();
  }

  void done() {
    if (working.decrementAndGet() == 0) {
      allDone.notifyOne();
    }
  }

  void sendAndAwaitAll(int receivers) {
    for (int i = 0; i < MESSAGES; i++) {
      working.addAndGet(receivers);
      send(i);
      while (working.get() > 0) {
        allDone.notified().await();
      }
    }
  }
}
