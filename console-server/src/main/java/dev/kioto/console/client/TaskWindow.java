package dev.kioto.console.client;

import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;

/// A window on a target's task list that is pushed to a listener. See [ConsoleClient#openWindow].
///
/// Safe for use by any thread.
public final class TaskWindow implements AutoCloseable {

  private final String targetId;
  private final StreamFeed<Window> feed;
  private volatile WindowRequest request; // the last one of any thread

  TaskWindow(ConsoleStream stream, String targetId, WindowRequest request, WindowListener listener) {
    this.targetId = targetId;
    this.request = request;
    this.feed = stream.subscribe(StreamRequest.tasks(targetId, request), listener);
  }

  /// The request that the window follows.
  public WindowRequest request() {
    return request;
  }

  /// Moves the window: other rows, another filter or order. Returns at once.
  public void move(WindowRequest newRequest) {
    request = newRequest;
    feed.move(StreamRequest.tasks(targetId, newRequest));
  }

  /// Ends the window. The listener hears [StreamListener.ConnectionState#CLOSED] and nothing after it.
  @Override
  public void close() {
    feed.close();
  }
}
