package dev.kioto.instrument.recorder;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Some channels, each behind a lock that nobody waits for: a thread that finds one taken goes on to the next.
///
/// Waiting is out of the question, because the caller may be a virtual thread whose waiting would call the runtime that is
/// just calling it.
final class Stripes {
  // A power of two. A stripe is held for a few nanoseconds, unless its holder loses its processor meanwhile.
  private static final int COUNT = 8;
  private static final int ATTEMPTS = 16 * COUNT;

  private final Stripe[] stripes = new Stripe[COUNT];

  Stripes(int maxCapacity, LongConsumer pressure) {
    for (int i = 0; i < COUNT; i++) {
      stripes[i] = new Stripe(maxCapacity, pressure);
    }
  }

  /// Any thread.
  ///
  /// @return null when every stripe was taken at the same moment, several times over
  @Nullable Stripe acquire() {
    int first = (int) ((Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L) >>> 32);
    for (int i = 0; i < ATTEMPTS; i++) {
      var stripe = stripes[(first + i) & (COUNT - 1)];
      if (stripe.tryAcquire()) {
        return stripe;
      }
      if (i % COUNT == COUNT - 1) {
        Thread.onSpinWait();
      }
    }
    return null;
  }

  /// Hands all events that are there to a sink, after their source. The consumer.
  ///
  /// @return how many there were
  int drain(ThreadSource source, EventSink sink) {
    int drained = 0;
    for (var stripe : stripes) {
      if (!stripe.isEmpty()) {
        sink.source(source);
        drained += stripe.drain(sink);
      }
    }
    return drained;
  }

  // Any thread.

  long lost(EventKind kind) {
    long lost = 0;
    for (var stripe : stripes) {
      lost += stripe.losses().get(kind);
    }
    return lost;
  }

  long bytes() {
    long bytes = 0;
    for (var stripe : stripes) {
      bytes += stripe.bytes();
    }
    return bytes;
  }

  int count() {
    return COUNT;
  }

  /// A channel whose producer is whoever holds it.
  static final class Stripe extends Channel {
    // Acquired by CAS, released by a set release: what one holder did to the channel is seen by the next.
    private final AtomicBoolean taken = new AtomicBoolean();

    private Stripe(int maxCapacity, LongConsumer pressure) {
      super(maxCapacity, pressure);
    }

    private boolean tryAcquire() {
      return !taken.getPlain() && taken.compareAndSet(false, true);
    }

    void release() {
      taken.setRelease(false);
    }
  }
}
