package dev.kioto.task;

import java.lang.ScopedValue.Carrier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scoped values that a spawner binds in its tasks. Immutable; any thread.
final class Bindings {
  static final Bindings NONE = new Bindings(List.of());

  private final List<Binding> bindings; // a later one wins over an earlier one of the same key

  private Bindings(List<Binding> bindings) {
    this.bindings = bindings;
  }

  /// These, and one more whose value is known.
  <T extends @Nullable Object> Bindings with(ScopedValue<T> key, T value) {
    return and(List.of(new Given<>(key, value)));
  }

  /// These, and those that the spawning thread has when it spawns.
  Bindings withCarried(List<? extends ScopedValue<?>> keys) {
    return and(keys.stream().map(Carried::new).toList());
  }

  private Bindings and(List<? extends Binding> more) {
    var all = new ArrayList<>(bindings);
    all.addAll(more);
    return new Bindings(List.copyOf(all));
  }

  /// What to bind in a task that the calling thread spawns now, or null when there is nothing.
  @Nullable Carrier capture() {
    Carrier carrier = null;
    for (int i = 0; i < bindings.size(); i++) {
      carrier = bindings.get(i).addTo(carrier);
    }
    return carrier;
  }

  private sealed interface Binding {
    @Nullable Carrier addTo(@Nullable Carrier others);
  }

  private record Given<T extends @Nullable Object>(ScopedValue<T> key, T value) implements Binding {
    @Override
    public Carrier addTo(@Nullable Carrier others) {
      return others == null ? ScopedValue.where(key, value) : others.where(key, value);
    }
  }

  private record Carried<T extends @Nullable Object>(ScopedValue<T> key) implements Binding {
    @Override
    public @Nullable Carrier addTo(@Nullable Carrier others) {
      return key.isBound() ? new Given<>(key, key.get()).addTo(others) : others;
    }
  }
}
