package dev.kioto.scheduler;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A counter that one thread writes and any thread reads: opaque, so that each reading is whole and a moment old.
final class Count {
  private static final VarHandle VALUE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "value",
      VarHandle.class, Count.class, long.class);

  private long value;

  void increment() {
    VALUE.setOpaque(this, value + 1);
  }

  void add(long n) {
    VALUE.setOpaque(this, value + n);
  }

  long get() {
    return (long) VALUE.getOpaque(this);
  }
}
