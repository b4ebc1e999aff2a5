package dev.kioto.instrument.recorder;

import java.util.concurrent.atomic.LongAdder;

/// What all threads without a channel of their own have told. Any thread.
final class SharedTotals {
  private final LongAdder spawned = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder polls = new LongAdder();
  private final LongAdder wakes = new LongAdder();
  private final LongAdder selfWakes = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();

  void spawned() {
    spawned.increment();
  }

  void ended() {
    ended.increment();
  }

  void polled(long busy) {
    polls.increment();
    busyNanos.add(busy);
  }

  void woken(boolean self) {
    wakes.increment();
    if (self) {
      selfWakes.increment();
    }
  }

  Totals get() {
    return new Totals(spawned.sum(), ended.sum(), polls.sum(), wakes.sum(), selfWakes.sum(), busyNanos.sum());
  }
}
