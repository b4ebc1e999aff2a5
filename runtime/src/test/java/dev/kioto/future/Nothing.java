package dev.kioto.future;

import java.util.concurrent.atomic.AtomicInteger;

/// A future that breaks the contract: its poll returns null.
public final class Nothing implements Future<Integer> {
  private final AtomicInteger drops = new AtomicInteger();

  @Override
  @SuppressWarnings("NullAway") // which code that is not checked can do
  public Poll<Integer> poll(Context cx) {
    return null;
  }

  @Override
  public void drop() {
    drops.incrementAndGet();
  }

  public int drops() {
    return drops.get();
  }
}
