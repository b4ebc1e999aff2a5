package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one thread has told. Written by that thread, read by any.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class ThreadTotals {
  private static final VarHandle SPAWNED = handle("spawned");
  private static final VarHandle ENDED = handle("ended");
  private static final VarHandle POLLS = handle("polls");
  private static final VarHandle WAKES = handle("wakes");
  private static final VarHandle SELF_WAKES = handle("selfWakes");
  private static final VarHandle BUSY = handle("busyNanos");

  // Opaque on both sides: a plain 64-bit access may tear. No other data travels with a count.
  private long spawned;
  private long ended;
  private long polls;
  private long wakes;
  private long selfWakes;
  private long busyNanos;

  private static VarHandle handle(String field) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, ThreadTotals.class,
        long.class);
  }

  void spawned() {
    SPAWNED.setOpaque(this, spawned + 1);
  }

  void ended() {
    ENDED.setOpaque(this, ended + 1);
  }

  void polled(long busy) {
    POLLS.setOpaque(this, polls + 1);
    BUSY.setOpaque(this, busyNanos + busy);
  }

  void woken(boolean self) {
    WAKES.setOpaque(this, wakes + 1);
    if (self) {
      SELF_WAKES.setOpaque(this, selfWakes + 1);
    }
  }

  /// Any thread.
  Totals get() {
    return new Totals((long) SPAWNED.getOpaque(this), (long) ENDED.getOpaque(this), (long) POLLS.getOpaque(this),
        (long) WAKES.getOpaque(this), (long) SELF_WAKES.getOpaque(this), (long) BUSY.getOpaque(this));
  }
}
