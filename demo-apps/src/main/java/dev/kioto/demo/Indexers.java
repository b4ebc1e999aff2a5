package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Work;
import dev.kioto.runtime.Runtime;
import java.util.SplittableRandom;

/// Direct tasks that compute for a moment and rest for longer.
final class Indexers implements SchedulerDemo.Part {

  private static final int COUNT = 8;

  @Override
  public void start(Runtime runtime, Load load) {
    for (int i = 0; i < COUNT; i++) {
      var random = new SplittableRandom(i);
      runtime.task().name("indexer-" + i).spawn(() -> {
        while (true) {
          Work.compute(random.nextInt(200, 1500));
          Thread.sleep(load.pause(random.nextInt(100, 300)));
        }
      });
    }
  }
}
