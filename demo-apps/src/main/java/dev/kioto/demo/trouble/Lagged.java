package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Broadcast;
import dev.kioto.sync.LaggedException;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Prices that are told to all, and a display that is slower than they come.
final class Lagged implements Trouble {

  private static final Duration TICK = Duration.ofMillis(5);
  private static final Duration DRAW = Duration.ofMillis(200);
  private static final int CAPACITY = 16;

  @Override
  public String id() {
    return "lagged";
  }

  @Override
  public String look() {
    return "the broadcast channel's messages that were skipped, and the task 'display' that skips them";
  }

  @Override
  public String sick() {
    return "a display draws each price for 200 ms while 40 more come: those that the channel cannot keep are lost";
  }

  @Override
  public String healthy() {
    return "the display takes all prices as they come, and draws the newest when it is time to";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var prices = Broadcast.<Integer>channel(CAPACITY);
    runtime.task().name("exchange").spawn(Loop.forever(() -> Futures.map(
        Time.sleep(TICK),
        _ -> prices.sender().send(1))));
    var receiver = prices.receiver();
    var newest = new AtomicReference<@Nullable Integer>();
    var display = runtime.task().name("display");
    switch (variant) {
      case SICK_FUTURE -> display.spawn(Loop.forever(() -> Futures.then(
          Futures.outcome(receiver.recv()), // a failure is that it has lagged
          _ -> draw())));
      case SICK_DIRECT -> display.spawn(() -> {
        while (true) {
          try {
            receiver.recv().await();
          } catch (LaggedException _) {
            continue; // some are lost, and it goes on
          }
          draw().await();
        }
      });
      case HEALTHY_FUTURE -> display.spawn(Loop.forever(() -> Futures.map(receiver.recv(), price -> {
        newest.set(price);
        return true;
      })));
      case HEALTHY_DIRECT -> display.spawn(() -> {
        for (var price = receiver.recv().await(); price != null; price = receiver.recv().await()) newest.set(price);
      });
    }
    if (variant.isHealthy()) runtime.task().name("screen").spawn(Loop.forever(Lagged::draw));
  }

  private static Future<?> draw() {
    return Time.sleep(DRAW);
  }
}
