package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;

/// Loops that sleep by the runtime's timers hundreds of times a second, and run on threads beside the workers.
final class NoopWakeups implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int METERS = 3;

  @Override
  public String id() {
    return "noop-wakeups";
  }

  @Override
  public String look() {
    return "the workers' wakeups that found nothing to run: about as many as there are parks, and no polls";
  }

  @Override
  public String sick() {
    return "three loops on threads of their own sleep by the runtime's timers: each wakes a worker, which finds nothing to run";
  }

  @Override
  public String healthy() {
    return "the loops are tasks: the worker that sees to a timer also runs what waited for it";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    for (int i = 0; i < METERS; i++) start(runtime, variant, "meter-" + i);
  }

  private static void start(Runtime runtime, Variant variant, String name) {
    switch (variant) {
      case SICK_FUTURE -> besideTheWorkers(name, () -> runtime.blockOn(Loop.forever(() -> Time.sleep(PAUSE))));
      case SICK_DIRECT -> besideTheWorkers(name, () -> runtime.blockOn(NoopWakeups::measure));
      case HEALTHY_FUTURE -> runtime.task().name(name).spawn(Loop.forever(() -> Time.sleep(PAUSE)));
      case HEALTHY_DIRECT -> runtime.task().name(name).spawn(NoopWakeups::measure);
    }
  }

  private static void besideTheWorkers(String name, Runnable loop) {
    Thread.ofPlatform().name(name).daemon().start(loop);
  }

  private static void measure() {
    while (true) Time.sleep(PAUSE).await();
  }
}
