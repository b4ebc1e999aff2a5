package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// What one poll of a [Future] found: a value, or nothing yet.
///
/// @param <T> the type of the value
public sealed interface Poll<T extends @Nullable Object> {

  /// Not ready. The future has arranged for the waker of the poll to be woken when another poll is worth its while.
  static <T extends @Nullable Object> Poll<T> pending() {
    return Pending.instance();
  }

  /// Ready with a value.
  static <T extends @Nullable Object> Poll<T> ready(T value) {
    return value == null ? Ready.ofNull() : new Ready<>(value);
  }

  /// What to throw when a poll returned null. For those who poll the futures of others, once they know that a poll was not
  /// ready: taken for [#pending], a null would leave its future to be waited for in vain. The message names the future's
  /// class.
  static NullPointerException noAnswer(Future<?> future) {
    return new NullPointerException("poll() of " + future.getClass().getName()
        + " returned null: return Poll.pending(), or Poll.ready(null) where null is the value");
  }

  /// Whether this is a [Ready].
  default boolean isReady() {
    return this instanceof Ready;
  }

  /// The computation is over and this is its value.
  ///
  /// @param value the value; may be null where the future's type says so
  record Ready<T extends @Nullable Object>(T value) implements Poll<T> {
    private static final Ready<@Nullable Object> NULL = new Ready<>(null);

    @SuppressWarnings({"unchecked", "NullAway"}) // holds null alone, which is of every nullable type
    private static <T extends @Nullable Object> Ready<T> ofNull() {
      return (Ready<T>) NULL;
    }
  }

  /// The computation is not over.
  final class Pending<T extends @Nullable Object> implements Poll<T> {
    private static final Pending<@Nullable Object> INSTANCE = new Pending<>();

    private Pending() {}

    @SuppressWarnings({"unchecked", "NullAway"}) // holds no value
    private static <T extends @Nullable Object> Pending<T> instance() {
      return (Pending<T>) INSTANCE;
    }

    @Override
    public String toString() {
      return "Pending";
    }
  }
}
