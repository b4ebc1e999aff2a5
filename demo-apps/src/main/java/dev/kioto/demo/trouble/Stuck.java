package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.sync.MutexGuard;
import dev.kioto.time.Time;
import java.time.Duration;

/// A task that ends and leaves a mutex locked: who wants it waits for nobody.
final class Stuck implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public String id() {
    return "stuck";
  }

  @Override
  public String look() {
    return "the mutex that the tasks 'customer-…' wait for: held by 'cashier', which has ended";
  }

  @Override
  public String sick() {
    return "a cashier returns by a way on which it does not unlock the till: its customers wait for ever";
  }

  @Override
  public String healthy() {
    return "the guard is closed on every way out, so that the customers have their turn";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var till = new Mutex<>(0);
    var cashier = runtime.task().name("cashier");
    switch (variant) {
      case SICK_FUTURE -> cashier.spawn(Futures.map(till.lock(), Stuck::count));
      case SICK_DIRECT -> cashier.spawn(() -> count(till.lock().await()));
      case HEALTHY_FUTURE -> cashier.spawn(Futures.map(till.lock(), guard -> {
        try (guard) {
          return guard.get() == 0;
        }
      }));
      case HEALTHY_DIRECT -> cashier.spawn(() -> {
        try (var guard = till.lock().await()) {
          return guard.get() == 0;
        }
      });
    }
    for (int i = 0; i < 3; i++) {
      var customer = runtime.task().name("customer-" + i);
      if (variant.isDirect()) {
        customer.spawn(() -> {
          while (true) {
            Time.sleep(PAUSE).await();
            try (var guard = till.lock().await()) {
              guard.set(guard.get() + 1);
            }
          }
        });
      } else {
        customer.spawn(Loop.forever(() -> Futures.then(Time.sleep(PAUSE), _ -> pay(till))));
      }
    }
  }

  private static boolean count(MutexGuard<Integer> guard) {
    if (guard.get() == 0) return false; // and the guard is not closed
    guard.close();
    return true;
  }

  private static Future<Boolean> pay(Mutex<Integer> till) {
    return Futures.map(till.lock(), guard -> {
      try (guard) {
        guard.set(guard.get() + 1);
      }
      return true;
    });
  }
}
