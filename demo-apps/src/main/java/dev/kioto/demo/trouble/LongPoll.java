package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A report that takes 70 ms to compute, twice a second.
final class LongPoll implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(430);
  private static final int REPORT_MICROS = 70_000;

  @Override
  public String id() {
    return "long-poll";
  }

  @Override
  public String look() {
    return "the longest polls of the task 'report', and the stack that was taken during one";
  }

  @Override
  public String sick() {
    return "computes a report for 70 ms in one poll, during which its worker can run nothing else";
  }

  @Override
  public String healthy() {
    return "computes the same report on a thread that is no worker, while the workers run other tasks";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var report = runtime.task().name("report");
    switch (variant) {
      case SICK_FUTURE -> report.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
        Work.compute(REPORT_MICROS);
        return true;
      })));
      case SICK_DIRECT -> report.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          Work.compute(REPORT_MICROS);
        }
      });
      case HEALTHY_FUTURE -> report.spawn(Loop.forever(() -> Futures.then(
          Time.sleep(PAUSE),
          _ -> Task.spawnBlocking(() -> Work.compute(REPORT_MICROS)))));
      case HEALTHY_DIRECT -> report.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          Task.spawnBlocking(() -> Work.compute(REPORT_MICROS)).await();
        }
      });
    }
  }

  @Override
  public boolean hasVirtual() {
    return true;
  }

  @Override
  public void startVirtual(boolean healthy) {
    Thread.ofVirtual().name("report").start(PlainThreads.forever(() -> {
      Thread.sleep(PAUSE);
      if (!healthy) {
        Work.compute(REPORT_MICROS);
        return;
      }
      var done = new CountDownLatch(1);
      Thread.ofPlatform().name("report-computer").daemon().start(() -> {
        Work.compute(REPORT_MICROS);
        done.countDown();
      });
      done.await();
    }));
  }
}
