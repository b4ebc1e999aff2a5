package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Work;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinSet;
import dev.kioto.task.Task;
import dev.kioto.time.Time;

/// A request that is answered by many at a time: a direct task that spawns its parts, waits for all of them, and only then goes on.
final class FanOut implements SchedulerDemo.Part {

  private static final int PARTS = 12;

  @Override
  public void start(Runtime runtime, Load load) {
    runtime.task().name("fan-out").spawn(() -> {
      while (true) {
        Time.sleep(load.pause(700)).await();
        try (var parts = new JoinSet<Integer>(Task.builder().name("fan-out-part"))) {
          for (int i = 0; i < PARTS; i++) {
            int part = i;
            parts.spawn(() -> look(load, part));
          }
          while (parts.joinNext().await() != null) Work.compute(10); // puts it to the others
        }
      }
    });
  }

  private static int look(Load load, int part) {
    Work.compute(50);
    Time.sleep(load.pause(5 + part)).await(); // the shard that it asks
    return part;
  }
}
