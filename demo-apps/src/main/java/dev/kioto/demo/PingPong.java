package dev.kioto.demo;

import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Loop;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;

/// Pairs of future tasks that do nothing but wake each other.
final class PingPong implements SchedulerDemo.Part {

  private static final int PAIRS = 3;

  @Override
  public void start(Runtime runtime, Load load) {
    for (int i = 0; i < PAIRS; i++) {
      var there = Mpsc.<Integer>channel(1);
      var back = Mpsc.<Integer>channel(1);
      var pause = load.pause(5 + 5L * i);
      runtime.task().name("ping-" + i).spawn(Loop.forever(() -> Futures.then(
          Time.sleep(pause),
          _ -> Futures.then(there.sender().send(1), _ -> back.receiver().recv()))));
      runtime.task().name("pong-" + i).spawn(Loop.forever(() -> Futures.then(
          there.receiver().recv(),
          _ -> back.sender().send(2))));
    }
  }
}
