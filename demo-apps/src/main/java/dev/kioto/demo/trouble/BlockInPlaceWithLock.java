package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A ledger that is written to disk in place, by a task that has locked it.
final class BlockInPlaceWithLock implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration BOOK = Duration.ofMillis(20);
  private static final int DISK_MILLIS = 800;

  @Override
  public String id() {
    return "block-in-place-with-lock";
  }

  @Override
  public String look() {
    return "the task 'backup': it blocks in place and holds the mutex that the tasks 'clerk-…' wait for";
  }

  @Override
  public String sick() {
    return "a backup locks the ledger and then blocks for 800 ms to write it: its worker goes on, but who needs the ledger waits";
  }

  @Override
  public String healthy() {
    return "the backup takes a copy while it has the lock, lets go of it, and then blocks to write the copy";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var ledger = new Mutex<>(0);
    var backup = runtime.task().name("backup");
    switch (variant) {
      case SICK_FUTURE -> backup.spawn(Loop.forever(() -> Futures.then(Time.sleep(PAUSE),
          _ -> Futures.map(ledger.lock(), guard -> {
            try (guard) {
              return toDisk(guard.get());
            }
          }))));
      case SICK_DIRECT -> backup.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          try (var guard = ledger.lock().await()) {
            toDisk(guard.get());
          }
        }
      });
      case HEALTHY_FUTURE -> backup.spawn(Loop.forever(() -> Futures.then(Time.sleep(PAUSE),
          _ -> Futures.map(copy(ledger), BlockInPlaceWithLock::toDisk))));
      case HEALTHY_DIRECT -> backup.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          toDisk(copy(ledger).await());
        }
      });
    }
    for (int i = 0; i < 2; i++) {
      runtime.task().name("clerk-" + i).spawn(Loop.forever(() -> Futures.then(
          Time.sleep(BOOK),
          _ -> Futures.map(ledger.lock(), guard -> {
            try (guard) {
              guard.set(guard.get() + 1);
            }
            return true;
          }))));
    }
  }

  private static Future<Integer> copy(Mutex<Integer> ledger) {
    return Futures.map(ledger.lock(), guard -> {
      try (guard) {
        return guard.get();
      }
    });
  }

  private static boolean toDisk(int ledger) {
    try {
      return Task.blockInPlace(() -> {
        Work.block(DISK_MILLIS);
        return ledger >= 0;
      });
    } catch (Exception e) {
      throw new IllegalStateException("writing to disk failed", e);
    }
  }
}
