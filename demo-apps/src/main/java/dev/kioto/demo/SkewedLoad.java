package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import org.jspecify.annotations.Nullable;

/// Work that comes about on one worker: a future task that spawns a burst, all of which goes into the run queue of the worker that polls
/// it. The others get some of it by stealing alone.
final class SkewedLoad implements SchedulerDemo.Part {

  private static final int BURST = 16;

  @Override
  public void start(Runtime runtime, Load load) {
    runtime.task().name("skew").spawn(Loop.forever(() -> Futures.map(Time.sleep(load.pause(900)), _ -> {
      for (int i = 0; i < BURST; i++) Task.builder().name("skewed-part").spawn(part());
      return true;
    })));
  }

  private static Future<Boolean> part() {
    return Futures.<@Nullable Void, Boolean>map(Task.yieldNow(), _ -> {
      Work.compute(250);
      return true;
    });
  }
}
