package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.time.Duration;

/// Prices that are read by many, and locked while new ones are fetched.
final class LockAcrossAwait implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration FETCH = Duration.ofMillis(2500);
  private static final Duration READ = Duration.ofMillis(20);

  @Override
  public String id() {
    return "lock-across-await";
  }

  @Override
  public String look() {
    return "the task 'refresh': idle, and holds the mutex that the tasks 'reader-…' wait for";
  }

  @Override
  public String sick() {
    return "the prices are locked while a server is asked for new ones, which takes 2.5 s: all readers wait for it";
  }

  @Override
  public String healthy() {
    return "the server is asked first, and the prices are locked for the moment in which they change";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var prices = new Mutex<>(1);
    var refresh = runtime.task().name("refresh");
    switch (variant) {
      case SICK_FUTURE -> refresh.spawn(Loop.forever(() -> Futures.then(Time.sleep(PAUSE),
          _ -> Futures.then(prices.lock(), guard -> Futures.map(fetch(), _ -> {
            guard.close();
            return true;
          })))));
      case SICK_DIRECT -> refresh.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          try (var guard = prices.lock().await()) {
            fetch().await();
            guard.set(guard.get() + 1);
          }
        }
      });
      case HEALTHY_FUTURE -> refresh.spawn(Loop.forever(() -> Futures.then(Time.sleep(PAUSE),
          _ -> Futures.then(fetch(), _ -> change(prices)))));
      case HEALTHY_DIRECT -> refresh.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          fetch().await();
          change(prices).await();
        }
      });
    }
    for (int i = 0; i < 3; i++) {
      runtime.task().name("reader-" + i).spawn(Loop.forever(() -> Futures.then(Time.sleep(READ), _ -> change(prices))));
    }
  }

  private static Sleep fetch() {
    return Time.sleep(FETCH);
  }

  private static Future<Boolean> change(Mutex<Integer> prices) {
    return Futures.map(prices.lock(), guard -> {
      try (guard) {
        guard.set(guard.get() + 1);
      }
      return true;
    });
  }
}
