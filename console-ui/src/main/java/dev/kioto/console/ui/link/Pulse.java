package dev.kioto.console.ui.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one place where what other threads learnt reaches the UI thread: at most one delivery per pulse, never blocking
/// the thread that offers.
///
/// Each [Inlet] keeps only the newest value that was offered to it. Inlets are opened on the UI thread; any thread may
/// offer.
public final class Pulse {
  /// Arranges that the given work runs once on the UI thread, at its next pulse.
  @FunctionalInterface
  public interface Hop {
    /// Returns at once; the work runs later or, in tests, in place.
    void request(Runnable work);
  }

  private final Hop hop;
  private final AtomicBoolean requested = new AtomicBoolean();
  // UI thread only.
  private final List<Inlet<?>> inlets = new ArrayList<>();

  /// A pulse whose deliveries go through the given hop.
  public Pulse(Hop hop) {
    this.hop = hop;
  }

  /// Opens an inlet whose newest value is handed to `receiver` on the UI thread.
  public <T> Inlet<T> inlet(Consumer<T> receiver) {
    var inlet = new Inlet<T>(this, receiver);
    inlets.add(inlet);
    return inlet;
  }

  private void request() {
    if (requested.compareAndSet(false, true)) {
      hop.request(this::deliver);
    }
  }

  private void deliver() {
    // Cleared first: a value offered from here on asks for the next pulse.
    requested.set(false);
    for (var inlet : List.copyOf(inlets)) {
      inlet.deliver();
    }
  }

  /// Where one kind of news enters. A value that was not delivered yet is replaced by a newer one.
  public static final class Inlet<T> {
    private final Pulse pulse;
    private final Consumer<T> receiver;
    // Set by any thread, taken by the UI thread.
    private final AtomicReference<@Nullable T> newest = new AtomicReference<>();

    private Inlet(Pulse pulse, Consumer<T> receiver) {
      this.pulse = pulse;
      this.receiver = receiver;
    }

    /// Hands over a value. Never blocks.
    public void offer(T value) {
      newest.set(value);
      pulse.request();
    }

    private void deliver() {
      var value = newest.getAndSet(null);
      if (value != null) {
        receiver.accept(value);
      }
    }
  }
}
