package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;

/// A loop that sleeps by the runtime's timers a thousand times a second, and runs on a thread beside the workers.
final class NoopWakeups implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(1);

  @Override
  public String id() {
    return "noop-wakeups";
  }

  @Override
  public String look() {
    return "the workers' wakeups that found nothing to run: about as many as there are parks";
  }

  @Override
  public String sick() {
    return "a loop on a thread of its own sleeps by the runtime's timers: each wakes a worker, which finds nothing to run";
  }

  @Override
  public String healthy() {
    return "the loop is a task: the worker that sees to its timer also runs it";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    switch (variant) {
      case SICK_FUTURE -> besideTheWorkers(() -> runtime.blockOn(Loop.forever(() -> Time.sleep(PAUSE))));
      case SICK_DIRECT -> besideTheWorkers(() -> runtime.blockOn(NoopWakeups::measure));
      case HEALTHY_FUTURE -> runtime.task().name("meter").spawn(Loop.forever(() -> Time.sleep(PAUSE)));
      case HEALTHY_DIRECT -> runtime.task().name("meter").spawn(NoopWakeups::measure);
    }
  }

  private static void besideTheWorkers(Runnable loop) {
    Thread.ofPlatform().name("meter").daemon().start(loop);
  }

  private static void measure() {
    while (true) Time.sleep(PAUSE).await();
  }
}
