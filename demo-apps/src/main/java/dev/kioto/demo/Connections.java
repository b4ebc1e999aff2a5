package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Work;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.util.SplittableRandom;

/// A direct task that accepts connections, and a direct task for each of them: it answers some requests and ends.
final class Connections implements SchedulerDemo.Part {

  @Override
  public void start(Runtime runtime, Load load) {
    runtime.task().name("accept").spawn(() -> {
      var random = new SplittableRandom(1);
      for (int count = 1;; count++) {
        Time.sleep(load.pause(random.nextInt(150, 350))).await();
        long seed = random.nextLong();
        Task.builder().name("connection-" + count).spawn(() -> serve(load, new SplittableRandom(seed)));
      }
    });
  }

  private static void serve(Load load, SplittableRandom random) throws InterruptedException {
    int requests = random.nextInt(3, 30);
    for (int i = 0; i < requests; i++) {
      Work.compute(random.nextInt(50, 400));
      Thread.sleep(load.pause(random.nextInt(40, 400))); // the client thinks
    }
  }
}
