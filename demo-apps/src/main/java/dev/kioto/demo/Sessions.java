package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Loop;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.SplittableRandom;

/// Clients that are connected and mostly silent: every other one a future task, the rest direct tasks.
final class Sessions implements SchedulerDemo.Part {

  private static final int SHORTEST_SECONDS = 10;
  private static final int LONGEST_SECONDS = 60;

  @Override
  public void start(Runtime runtime, Load load) {
    for (int i = 0; i < load.size(); i++) {
      var random = new SplittableRandom(i);
      var spawner = runtime.task().name("session-" + i);
      if (i % 2 == 0) {
        spawner.spawn(Loop.forever(() -> Time.sleep(silence(random))));
      } else {
        spawner.spawn(() -> {
          while (true) Thread.sleep(silence(random));
        });
      }
    }
  }

  // Not scaled by the rate: idle is what they are for.
  private static Duration silence(SplittableRandom random) {
    return Duration.ofSeconds(random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS));
  }
}
