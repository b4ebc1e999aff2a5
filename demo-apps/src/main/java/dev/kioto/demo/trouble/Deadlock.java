package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.time.Time;
import java.time.Duration;

/// Two transfers between the same two accounts, in opposite directions.
final class Deadlock implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration WRITE = Duration.ofMillis(5);

  @Override
  public String id() {
    return "deadlock";
  }

  @Override
  public String look() {
    return "the circle of 'transfer-there' and 'transfer-back': each holds the mutex that the other waits for";
  }

  @Override
  public String sick() {
    return "each transfer locks the account that it takes from first: two in opposite directions wait for each other";
  }

  @Override
  public String healthy() {
    return "every transfer locks the accounts in the same order, whatever its direction";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var first = new Mutex<>(1000);
    var second = new Mutex<>(1000);
    var there = runtime.task().name("transfer-there");
    var back = runtime.task().name("transfer-back");
    switch (variant) {
      case SICK_FUTURE -> {
        there.spawn(Loop.forever(() -> transfer(first, second)));
        back.spawn(Loop.forever(() -> transfer(second, first)));
      }
      case SICK_DIRECT -> {
        there.spawn(() -> transferForever(first, second));
        back.spawn(() -> transferForever(second, first));
      }
      case HEALTHY_FUTURE -> {
        there.spawn(Loop.forever(() -> transfer(first, second)));
        back.spawn(Loop.forever(() -> transfer(first, second)));
      }
      case HEALTHY_DIRECT -> {
        there.spawn(() -> transferForever(first, second));
        back.spawn(() -> transferForever(first, second));
      }
    }
  }

  private static Future<Boolean> transfer(Mutex<Integer> one, Mutex<Integer> other) {
    return Futures.then(Time.sleep(PAUSE),
        _ -> Futures.then(one.lock(),
            held -> Futures.then(Time.sleep(WRITE),
                _ -> Futures.map(other.lock(), alsoHeld -> {
                  alsoHeld.close();
                  held.close();
                  return true;
                }))));
  }

  private static void transferForever(Mutex<Integer> one, Mutex<Integer> other) {
    while (true) {
      Time.sleep(PAUSE).await();
      try (var _ = one.lock().await()) {
        Time.sleep(WRITE).await();
        try (var _ = other.lock().await()) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
