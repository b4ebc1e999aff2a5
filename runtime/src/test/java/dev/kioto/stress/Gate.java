package dev.kioto.stress;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Lets those who wait pass at each pulse, and everybody once it is open. Any thread.
final class Gate {
  private final ConcurrentLinkedQueue<Waker> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pulses = new AtomicInteger();
  private volatile boolean open; // set once

  void pulse() {
    pulses.incrementAndGet();
    wakeAll();
  }

  void open() {
    open = true;
    wakeAll();
  }

  boolean isOpen() {
    return open;
  }

  private void wakeAll() {
    Waker waker;
    while ((waker = waiting.poll()) != null) {
      waker.wake();
    }
  }

  Future<@Nullable Void> passing() {
    return new Passing();
  }

  private final class Passing implements Future<@Nullable Void> {
    private final int seen = pulses.get();

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      if (!isThrough()) {
        waiting.add(cx.waker());
      }
      return isThrough() ? Poll.ready(null) : Poll.pending();
    }

    private boolean isThrough() {
      return open || pulses.get() != seen;
    }
  }
}
