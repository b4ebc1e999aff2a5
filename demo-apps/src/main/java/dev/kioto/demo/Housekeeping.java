package dev.kioto.demo;

import dev.kioto.demo.body.Work;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Loop;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import org.jspecify.annotations.Nullable;

/// What happens now and then: bursts of short tasks, chains of tasks that spawn the next, jobs on the blocking pool, and
/// a task that gives way.
final class Housekeeping implements SchedulerDemo.Part {

  private static final int BURST = 24;
  private static final int LINKS = 12;

  @Override
  public void start(Runtime runtime, Load load) {
    runtime.task().name("cache-refresh").spawn(() -> {
      while (true) {
        Time.sleep(load.pause(3000)).await();
        burst(load);
      }
    });
    runtime.task().name("cleanup").spawn(() -> {
      while (true) {
        Time.sleep(load.pause(2000)).await();
        chain(LINKS);
      }
    });
    runtime.task().name("snapshot").spawn(() -> {
      while (true) {
        Time.sleep(load.pause(800)).await();
        Task.builder().name("compress").spawnBlocking(Housekeeping::compress).await();
      }
    });
    // One wake in four is its own: it gives way between two parts of a longer piece of work.
    runtime.task().name("statistics").spawn(Loop.forever(() -> Futures.then(
        Loop.times(3, () -> Time.sleep(load.pause(40))),
        _ -> {
          Work.compute(150);
          return Task.yieldNow();
        })));
  }

  private static void burst(Load load) {
    for (int i = 0; i < BURST; i++) {
      var pause = load.pause(5 + i);
      Task.builder().name("refresh-entry").spawn(Futures.map(Time.sleep(pause), _ -> {
        Work.compute(30);
        return true;
      }));
    }
  }

  private static void chain(int links) {
    Task.builder().name("cleanup-step").spawn(Futures.<@Nullable Void, Boolean>map(Futures.ready(null), _ -> {
      Work.compute(40);
      if (links > 1) chain(links - 1);
      return true;
    }));
  }

  private static void compress() throws InterruptedException {
    Work.compute(2_000);
    Thread.sleep(60); // the disk
  }
}
