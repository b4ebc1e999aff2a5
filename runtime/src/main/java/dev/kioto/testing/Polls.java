package dev.kioto.testing;

import dev.kioto.future.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Assertions on what a poll answered.
public final class Polls {
  private Polls() {}

  /// Asserts that a poll was ready.
  ///
  /// @return the value
  /// @throws AssertionError when it was not
  public static <T extends @Nullable Object> T assertReady(Poll<T> poll) {
    return ready(poll, "");
  }

  /// Asserts that a poll was ready with a value that equals `expected`.
  ///
  /// @throws AssertionError when it was not, or with another value
  public static <T extends @Nullable Object> void assertReady(T expected, Poll<T> poll) {
    same(expected, ready(poll, ""));
  }

  /// Asserts that a poll was not ready.
  ///
  /// @throws AssertionError when it was; the message has the value
  public static void assertPending(Poll<?> poll) {
    if (poll instanceof Poll.Ready<?>(var value)) {
      throw new AssertionError("expected pending, but it is ready with " + shown(value));
    }
  }

  /// @param more said of what is pending; may be empty
  static <T extends @Nullable Object> T ready(Poll<T> poll, String more) {
    return switch (poll) {
      case Poll.Ready<T>(T value) -> value;
      case Poll.Pending<T> _ -> throw new AssertionError("expected a value, but it is pending" + more);
    };
  }

  static void same(@Nullable Object expected, @Nullable Object value) {
    if (!Objects.equals(expected, value)) {
      throw new AssertionError("expected " + shown(expected) + ", but it is " + shown(value));
    }
  }

  static String shown(@Nullable Object value) {
    return value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")";
  }
}
