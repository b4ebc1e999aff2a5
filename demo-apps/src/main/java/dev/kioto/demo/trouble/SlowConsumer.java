package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;

/// Four sensors, and one task that stores what they send: the channel between them is always full.
final class SlowConsumer implements Trouble {

  private static final int SENSORS = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration STORE = Duration.ofMillis(50);

  @Override
  public String id() {
    return "slow-consumer";
  }

  @Override
  public String look() {
    return "the channel to the task 'store': full, with the tasks 'sensor-…' waiting for a place";
  }

  @Override
  public String sick() {
    return "four sensors send into a channel of eight places, and one task takes 50 ms for each value: the sensors wait for it";
  }

  @Override
  public String healthy() {
    return "the task stores all values that are there at once, and keeps up";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var values = Mpsc.<Integer>channel(8);
    for (int i = 0; i < SENSORS; i++) {
      runtime.task().name("sensor-" + i).spawn(Loop.forever(() -> Futures.then(
          Time.sleep(PAUSE),
          _ -> values.sender().send(1))));
    }
    var receiver = values.receiver();
    var store = runtime.task().name("store");
    switch (variant) {
      case SICK_FUTURE -> store.spawn(Loop.forever(() -> Futures.then(receiver.recv(), _ -> store())));
      case SICK_DIRECT -> store.spawn(() -> {
        while (receiver.recv().await() != null) store().await();
      });
      case HEALTHY_FUTURE -> store.spawn(Loop.forever(() -> Futures.then(
          receiver.recvMany(new ArrayList<>(), 100),
          _ -> store())));
      case HEALTHY_DIRECT -> store.spawn(() -> {
        var batch = new ArrayList<Integer>();
        while (receiver.recvMany(batch, 100).await() > 0) {
          store().await();
          batch.clear();
        }
      });
    }
  }

  private static Future<?> store() {
    return Time.sleep(STORE);
  }
}
