package dev.kioto.future;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A future in the hands of a test, which decides when it is polled and sees whether it was woken.
public final class HandPolled<T extends @Nullable Object> {
  private final Future<T> future;
  private final AtomicInteger wakes = new AtomicInteger();
  private final Waker waker = wakes::incrementAndGet;

  private HandPolled(Future<T> future) {
    this.future = future;
  }

  public static <T extends @Nullable Object> HandPolled<T> of(Future<T> future) {
    return new HandPolled<>(future);
  }

  public Poll<T> poll() {
    return future.poll(() -> waker);
  }

  public boolean isReady() {
    return poll().isReady();
  }

  /// Polls and expects a value.
  public T value() {
    if (poll() instanceof Poll.Ready<T>(T value)) {
      return value;
    }
    throw new AssertionError("expected a value, but the future is pending");
  }

  public void drop() {
    future.drop();
  }

  public int wakes() {
    return wakes.get();
  }
}
