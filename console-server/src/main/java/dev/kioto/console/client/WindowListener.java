package dev.kioto.console.client;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;

/// Hears from a window. Called by one thread at a time, which belongs to the client: a slow listener delays its own
/// window, and skips rows' states rather than queueing them, but nothing else. Must not throw.
public interface WindowListener {

  /// The rows as they are now. Replaces what the call before said.
  void onWindow(Window window);

  /// The server refused the request that was sent last (a filter that does not parse, for one). The window goes on with
  /// the request before it until another is sent.
  void onProblem(Problem problem);

  /// Whether the window is connected has changed.
  ///
  /// @param reason why, as a sentence; empty for [ConnectionState#CONNECTED]
  void onConnection(ConnectionState state, String reason);

  /// Whether rows arrive.
  enum ConnectionState {
    /// The server is reached.
    CONNECTED,
    /// The server was lost or not reached; it is tried again by itself.
    RECONNECTING,
    /// The window has ended and will not come back: the target is gone, or the window was closed.
    CLOSED
  }
}
