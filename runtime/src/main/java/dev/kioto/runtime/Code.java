package dev.kioto.runtime;

import org.jspecify.annotations.Nullable;

/// Code for [Runtime#blockOn(Code)] that returns a value.
///
/// @param <T> the type of the value
/// @param <E> what the code may throw; inferred as [RuntimeException] when it throws nothing checked
@FunctionalInterface
public interface Code<T extends @Nullable Object, E extends Exception> {
  T run() throws E;

  /// Code that returns nothing.
  ///
  /// @param <E> what the code may throw
  @FunctionalInterface
  interface Void<E extends Exception> {
    void run() throws E;
  }
}
