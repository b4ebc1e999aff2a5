package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.time.Time;
import java.util.SplittableRandom;

/// One mutex that several direct tasks want often enough to wait for each other, and never for long.
final class Ledger implements SchedulerDemo.Part {

  private static final int WRITERS = 5;

  @Override
  public void start(Runtime runtime, Load load) {
    var balance = new Mutex<>(0L);
    for (int i = 0; i < WRITERS; i++) {
      var random = new SplittableRandom(i);
      runtime.task().name("ledger-writer-" + i).spawn(() -> {
        while (true) {
          try (var guard = balance.lock().await()) {
            long before = guard.get();
            Time.sleep(load.pause(random.nextInt(2, 8))).await(); // the disk
            guard.set(before + 1);
          }
          Time.sleep(load.pause(random.nextInt(10, 40))).await();
        }
      });
    }
  }
}
