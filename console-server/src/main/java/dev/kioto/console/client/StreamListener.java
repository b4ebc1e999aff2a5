package dev.kioto.console.client;

import dev.kioto.console.api.Problem;

/// Hears from one feed of a stream. Called by one thread at a time, which belongs to the feed: a slow listener skips messages
/// rather than queueing them, and delays no other feed. Must not throw.
///
/// @param <T> what the feed pushes
public interface StreamListener<T> {

  /// What there is to say now. Replaces what the call before said.
  void onMessage(T message);

  /// The server refused the request that was sent last (a filter that does not parse, for one). The feed goes on with the
  /// request before it until another is sent, unless the filter takes too long: then it rests until then.
  void onProblem(Problem problem);

  /// Whether the feed is connected has changed.
  ///
  /// @param reason why, as a sentence; empty for [ConnectionState#CONNECTED]
  void onConnection(ConnectionState state, String reason);

  /// Whether messages arrive.
  enum ConnectionState {
    /// The server is reached.
    CONNECTED,
    /// The server was lost or not reached; it is tried again by itself.
    RECONNECTING,
    /// The feed has ended and will not come back: the target is gone, or the feed was closed.
    CLOSED
  }
}
