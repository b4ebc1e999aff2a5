package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a socket pushes to its client again and again: a window of tasks, groups, a series. Used by the session's thread
/// alone, but for [#over].
interface Feed extends AutoCloseable {

  /// What there is to say now, as a message of the API.
  ///
  /// @throws Refusal if it turns out that the request cannot be followed; the feed is then asked no more,
  ///     unless it is a passing one
  Object message();

  /// The shortest time between two messages.
  int intervalMillis();

  /// Why there will be no more messages, or null as long as there may be. Any thread.
  @Nullable Refusal over();

  @Override
  void close();

  /// Makes feeds of one kind: what clients name in `kind`.
  @FunctionalInterface
  interface Kind {
    /// A feed that follows a request.
    ///
    /// @param changed to be called after each change of what the feed says, by any thread; it is quick and throws nothing
    /// @throws Refusal if the request cannot be followed
    Feed open(JsonNode request, Runnable changed);
  }
}
