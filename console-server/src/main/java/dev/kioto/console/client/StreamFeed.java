package dev.kioto.console.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.WindowError;
import dev.kioto.console.client.StreamListener.ConnectionState;
import dev.kioto.console.json.ApiJson;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One of the things that a stream carries. See [ConsoleStream#subscribe]. Safe for use by any thread.
public final class StreamFeed<T> implements AutoCloseable {

  /*
   * A virtual thread of its own calls the listener, so that a slow one delays its own feed alone. What waits for it is bounded:
   * the newest message and the newest state of the connection, in the order in which they came.
   */
  private static final String TARGET_IS_GONE = "urn:kioto:problem:unknown-target";

  private final ConsoleStream stream;
  private final String id;
  private final StreamListener<T> listener;
  private final AtomicLong skipped = new AtomicLong();

  private final Object lock = new Object();
  private StreamRequest<T> request; // guarded by lock
  private final ArrayDeque<News> news = new ArrayDeque<>(); // guarded by lock
  private boolean ended; // guarded by lock, never cleared: nothing is added any more

  /// What the listener is to hear.
  private sealed interface News {
    record Message(String text) implements News {}

    record Connection(ConnectionState state, String reason) implements News {}
  }

  StreamFeed(ConsoleStream stream, String id, StreamRequest<T> request, StreamListener<T> listener) {
    this.stream = stream;
    this.id = id;
    this.request = request;
    this.listener = listener;
  }

  void start() {
    Thread.ofVirtual().name("kioto-feed-" + id).start(this::run);
  }

  String id() {
    return id;
  }

  /// What the feed follows.
  public StreamRequest<T> request() {
    synchronized (lock) {
      return request;
    }
  }

  /// Has the feed follow another request. Returns at once.
  public void move(StreamRequest<T> newRequest) {
    synchronized (lock) {
      request = newRequest;
    }
    stream.send(this);
  }

  /// How many messages were passed over because the listener was at one before them.
  public long skipped() {
    return skipped.get();
  }

  /// Ends the feed. The listener hears [ConnectionState#CLOSED] and nothing after it.
  @Override
  public void close() {
    stream.remove(this);
    end("It was closed");
  }

  /// Whether nothing waits for the listener that a new message would replace. Quick; any thread.
  boolean hasRoom() {
    synchronized (lock) {
      return news.stream().noneMatch(News.Message.class::isInstance);
    }
  }

  void offer(String message) {
    synchronized (lock) {
      if (ended) return;
      if (news.removeIf(News.Message.class::isInstance)) skipped.incrementAndGet();
      add(new News.Message(message));
    }
  }

  void offer(ConnectionState state, String reason) {
    synchronized (lock) {
      if (ended) return;
      news.removeIf(News.Connection.class::isInstance);
      add(new News.Connection(state, reason));
    }
  }

  void end(String reason) {
    synchronized (lock) {
      if (ended) return;
      ended = true;
      news.clear();
      add(new News.Connection(ConnectionState.CLOSED, reason));
    }
  }

  /// Called with `lock` held.
  private void add(News what) {
    news.addLast(what);
    lock.notifyAll();
  }

  private void run() {
    try {
      while (tell(take())) {}
    } catch (InterruptedException _) {
      stream.remove(this); // nobody else has the thread: an interrupt ends the feed
    }
  }

  private News take() throws InterruptedException {
    News next;
    synchronized (lock) {
      while (news.isEmpty()) lock.wait();
      next = news.removeFirst();
    }
    stream.roomWasMade();
    return next;
  }

  /// Returns whether there may be more.
  private boolean tell(News what) {
    switch (what) {
      case News.Message(var text) -> read(text);
      case News.Connection(var state, var reason) -> {
        listener.onConnection(state, reason);
        return state != ConnectionState.CLOSED;
      }
    }
    return true;
  }

  private void read(String text) {
    T message;
    try {
      JsonNode node = ApiJson.answers().readTree(text);
      if (WindowError.TYPE.equals(node.path("type").asText())) {
        refuse(ApiJson.answers().treeToValue(node, WindowError.class).problem());
        return;
      }
      message = ApiJson.answers().treeToValue(node, request().type());
    } catch (JsonProcessingException _) {
      listener.onProblem(new Problem("urn:kioto:problem:bad-message", "Bad message", 502,
          "The server at " + stream.server() + " sent a message that this version does not understand", null, null));
      return;
    }
    if (!isEnded()) listener.onMessage(message);
  }

  private void refuse(Problem problem) {
    if (isEnded()) return;
    listener.onProblem(problem);
    if (problem.type().equals(TARGET_IS_GONE)) {
      stream.remove(this);
      end(problem.detail());
    }
  }

  private boolean isEnded() {
    synchronized (lock) {
      return ended;
    }
  }
}
