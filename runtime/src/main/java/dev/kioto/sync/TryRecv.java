package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// What a look into a channel found, without waiting.
///
/// @param <T> the type of the messages
public sealed interface TryRecv<T extends @Nullable Object> {

  /// The next message.
  ///
  /// @param value the message, which is the caller's now
  record Message<T extends @Nullable Object>(T value) implements TryRecv<T> {}

  /// No message now.
  record Empty<T extends @Nullable Object>() implements TryRecv<T> {}

  /// No message, and none will come.
  record Ended<T extends @Nullable Object>() implements TryRecv<T> {}
}
