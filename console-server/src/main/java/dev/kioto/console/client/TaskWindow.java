package dev.kioto.console.client;

import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;

/// A window on a target's task list that is pushed to a listener: a feed of the client's stream. See [ConsoleClient#openWindow].
///
/// Safe for use by any thread.
public final class TaskWindow implements AutoCloseable {

  private final String targetId;
  private final StreamFeed<Window> feed;

  private final Object lock = new Object();
  private WindowRequest request; // guarded by lock

  TaskWindow(ConsoleStream stream, String targetId, WindowRequest request, WindowListener listener) {
    this.targetId = targetId;
    this.request = request;
    this.feed = stream.subscribe(StreamRequest.tasks(targetId, request), listener);
  }

  /// The request that the window follows.
  public WindowRequest request() {
    synchronized (lock) {
      return request;
    }
  }

  /// Moves the window: other rows, another filter or order, another instant. Returns at once.
  public void move(WindowRequest newRequest) {
    synchronized (lock) {
      request = newRequest;
      feed.move(StreamRequest.tasks(targetId, newRequest));
    }
  }

  /// Ends the window. The listener hears [StreamListener.ConnectionState#CLOSED] and nothing after it.
  @Override
  public void close() {
    feed.close();
  }
}
