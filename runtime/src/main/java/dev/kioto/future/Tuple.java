package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// The values of futures of several types that were joined, in the order of the futures. To be taken apart by a pattern:
///
/// ```java
/// if (Futures.join(user, orders).await() instanceof Tuple.Two(var user, var orders)) {…}
/// ```
public sealed interface Tuple {

  /// Two values.
  record Two<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) implements Tuple {}

  /// Three values.
  record Three<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
      A first, B second, C third) implements Tuple {}

  /// Four values.
  record Four<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object>(
      A first, B second, C third, D fourth) implements Tuple {}

  /// Five values.
  record Five<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, E extends @Nullable Object>(
      A first, B second, C third, D fourth, E fifth)
      implements Tuple {}
}
