package dev.kioto.instrument.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counts of dropped events by kind. Written by one thread at a time, read by any.
@SuppressWarnings("EnumOrdinal") // an array by kind, in memory alone
final class Losses {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  // Opaque on both sides: a plain 64-bit access may tear. No other data travels with a count.
  private final long[] counts = new long[EventKind.COUNT];

  void add(EventKind kind) {
    add(kind, 1);
  }

  void add(EventKind kind, long more) {
    COUNT.setOpaque(counts, kind.ordinal(), get(kind) + more);
  }

  void addAll(Losses other) {
    for (EventKind kind : EventKind.values()) {
      add(kind, other.get(kind));
    }
  }

  long get(EventKind kind) {
    return (long) COUNT.getOpaque(counts, kind.ordinal());
  }
}
