package dev.kioto.testing;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicInteger;

/// The context and the waker of what a test polls by hand. The budget has no end.
final class ManualContext implements Context, Waker {
  private final AtomicInteger wakes = new AtomicInteger();

  // The polling thread.
  private int seen;

  /// Begins a poll: what woke before is forgotten.
  void enter() {
    seen = wakes.get();
  }

  boolean isWoken() {
    return wakes.get() != seen;
  }

  int wakes() {
    return wakes.get();
  }

  @Override
  public Waker waker() {
    return this;
  }

  @Override
  public void wake() {
    wakes.incrementAndGet();
  }
}
