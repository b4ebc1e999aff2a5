package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// How a computation ended: with a value, or with what it threw. See [Futures#outcome].
///
/// @param <T> the type of the value
public sealed interface Outcome<T extends @Nullable Object> {

  /// It returned.
  ///
  /// @param value null where the type says so
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /// It threw.
  ///
  /// @param failure what was thrown: a checked one as well where the computation is a task
  record Failure<T extends @Nullable Object>(Throwable failure) implements Outcome<T> {}

  /// Whether it returned.
  default boolean isSuccess() {
    return this instanceof Success;
  }

  /// The value; what was thrown is thrown again, as it is.
  default T get() {
    return switch (this) {
      case Success<T>(T value) -> value;
      case Failure<T>(Throwable failure) -> throw Failures.sneaky(failure);
    };
  }
}
