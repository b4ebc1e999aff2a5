package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;

/// A metronome beside two encoders that hold both workers for longer than its beat.
final class LateTimer implements Trouble {

  private static final Duration BEAT = Duration.ofMillis(10);
  private static final Duration PAUSE = Duration.ofMillis(30);
  private static final int FRAME_MILLIS = 60;

  @Override
  public String id() {
    return "late-timer";
  }

  @Override
  public String look() {
    return "how late the timers of the task 'metronome' fire, and what the workers ran when they were due";
  }

  @Override
  public String sick() {
    return "two encoders keep both workers for 60 ms a frame: timers that are due meanwhile fire when a worker is free";
  }

  @Override
  public String healthy() {
    return "frames are encoded on the blocking pool, and a worker is there for each timer";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    runtime.task().name("metronome").spawn(Loop.forever(() -> Time.sleep(BEAT)));
    for (int i = 0; i < 2; i++) {
      var encoder = runtime.task().name("encoder-" + i);
      switch (variant) {
        case SICK_FUTURE -> encoder.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
          Work.block(FRAME_MILLIS); // the card encodes, and the driver of the card waits for it
          return true;
        })));
        case SICK_DIRECT -> encoder.spawn(() -> {
          while (true) {
            Time.sleep(PAUSE).await();
            Work.compute(FRAME_MILLIS * 1000L);
          }
        });
        case HEALTHY_FUTURE -> encoder.spawn(Loop.forever(() -> Futures.then(
            Time.sleep(PAUSE),
            _ -> Task.spawnBlocking(() -> Work.block(FRAME_MILLIS)))));
        case HEALTHY_DIRECT -> encoder.spawn(() -> {
          while (true) {
            Time.sleep(PAUSE).await();
            Task.spawnBlocking(() -> Work.block(FRAME_MILLIS)).await();
          }
        });
      }
    }
  }
}
