package dev.kioto.demo;

import dev.kioto.demo.body.Work;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Two lines of three future tasks each (read, parse, store), joined by bounded channels.
final class Pipelines implements SchedulerDemo.Part {

  private static final int CAPACITY = 16;

  @Override
  public void start(Runtime runtime, Load load) {
    startOne(runtime, load, "orders", 25);
    startOne(runtime, load, "metrics", 10);
  }

  private static void startOne(Runtime runtime, Load load, String name, long millisBetween) {
    var raw = Mpsc.<Long>channel(CAPACITY);
    var parsed = Mpsc.<Long>channel(CAPACITY);
    var random = new SplittableRandom(name.hashCode());
    runtime.task().name(name + "-read").spawn(Loop.forever(() -> Futures.then(
        Time.sleep(load.pause(random.nextLong(millisBetween / 2, millisBetween * 3 / 2))),
        _ -> raw.sender().send(random.nextLong()))));
    runtime.task().name(name + "-parse").spawn(Loop.forever(() -> Futures.then(
        raw.receiver().recv(),
        message -> parse(message, parsed.sender()))));
    runtime.task().name(name + "-store").spawn(Loop.forever(() -> Futures.map(
        parsed.receiver().recv(),
        message -> {
          Work.compute(80);
          return message != null;
        })));
  }

  private static Future<@Nullable Void> parse(@Nullable Long message, Mpsc.Sender<Long> next) {
    Work.compute(120);
    return message == null ? Futures.pending() : next.send(message / 2);
  }
}
