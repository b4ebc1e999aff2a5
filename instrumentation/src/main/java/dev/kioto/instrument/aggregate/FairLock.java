package dev.kioto.instrument.aggregate;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lock of an aggregator: fair, so that a subscriber gets its turn between passes that follow each other closely. Held for a
/// few milliseconds at most.
final class FairLock {
  private final ReentrantLock lock = new ReentrantLock(true);

  /// Has something computed under the lock.
  <T extends @Nullable Object> T get(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /// Has something done under the lock.
  void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
