package dev.kioto.console.client;

import dev.kioto.console.api.Window;

/// Hears from a window.
public interface WindowListener extends StreamListener<Window> {

  /// The rows as they are now. Replaces what the call before said.
  void onWindow(Window window);

  @Override
  default void onMessage(Window message) {
    onWindow(message);
  }
}
