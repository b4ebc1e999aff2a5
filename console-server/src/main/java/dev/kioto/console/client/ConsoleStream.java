package dev.kioto.console.client;

import dev.kioto.console.client.StreamListener.ConnectionState;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Several feeds over one socket: windows of tasks, groups, and what else the server pushes, of any of its targets. See
/// [ConsoleClient#stream].
///
/// A connection that is lost is made again by itself, and every feed with it. Safe for use by any thread.
public final class ConsoleStream implements AutoCloseable {

  /*
   * One virtual thread owns the connection: it connects, subscribes, waits for the end, and tries again after a pause that
   * doubles up to a cap. The socket's own thread hands each message to its feed, whose thread calls the listener.
   *
   * Back-pressure: the next frame is asked for as long as some feed has room for a message. When all are behind, what comes
   * stays in the socket, where the server sees it and sends fewer, newer messages. When only some are, theirs are replaced by
   * newer ones: they must not hold up the others.
   *
   * `lock` guards the state of the stream. Feeds have locks of their own, which may be taken with `lock` held, never the
   * other way round; listeners are called without either.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ConsoleClient client;
  private final Thread thread;

  private final Object lock = new Object();
  private final Map<String, StreamFeed<?>> feeds = new LinkedHashMap<>(); // by id; guarded by lock
  private long lastId; // guarded by lock
  private boolean closed; // guarded by lock; never cleared
  private @Nullable StreamConnection connection; // guarded by lock

  ConsoleStream(ConsoleClient client) {
    this.client = client;
    this.thread = Thread.ofVirtual().name("kioto-stream").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  URI server() {
    return client.server();
  }

  /// Has the server push something from now on, until the feed is closed. Returns at once. A server carries 32 feeds over one
  /// socket: it refuses more.
  public <T> StreamFeed<T> subscribe(StreamRequest<T> request, StreamListener<T> listener) {
    synchronized (lock) {
      var feed = new StreamFeed<T>(this, Long.toString(++lastId), request, listener);
      feed.start();
      if (closed) {
        feed.end("The stream was closed");
        return feed;
      }
      feeds.put(feed.id(), feed);
      if (connection != null) {
        feed.offer(ConnectionState.CONNECTED, "");
        connection.send(feed);
      }
      return feed;
    }
  }

  /// Ends the stream and all its feeds.
  @Override
  public void close() {
    List<StreamFeed<?>> all;
    synchronized (lock) {
      closed = true;
      all = new ArrayList<>(feeds.values());
      feeds.clear();
      lock.notifyAll();
    }
    all.forEach(feed -> feed.end("The stream was closed"));
  }

  /// Sends a feed's newest request.
  void send(StreamFeed<?> feed) {
    synchronized (lock) {
      if (connection != null && feeds.containsKey(feed.id())) connection.send(feed);
    }
  }

  void remove(StreamFeed<?> feed) {
    synchronized (lock) {
      if (feeds.remove(feed.id()) == null || connection == null) return;
      connection.sendEnd(feed.id());
      connection.readOn();
    }
  }

  /// A listener has taken a message.
  void roomWasMade() {
    synchronized (lock) {
      if (connection != null) connection.readOn();
    }
  }

  /// Whether another message is wanted. Called with `lock` held.
  boolean hasRoom() {
    return feeds.isEmpty() || feeds.values().stream().anyMatch(StreamFeed::hasRoom);
  }

  /// The feed of that id; null when it has ended. Called with `lock` held.
  @Nullable StreamFeed<?> feed(String id) {
    return feeds.get(id);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed()) {
      String reason;
      try {
        var opened = connect();
        pause = FIRST_PAUSE;
        awaitEnd(opened);
        reason = "The connection to " + client.server() + " was lost";
      } catch (CompletionException e) {
        reason = "No connection to " + client.server() + refusal(e);
      }
      tellAll(ConnectionState.RECONNECTING, reason);
      pauseFor(pause);
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private static String refusal(CompletionException failure) {
    return failure.getCause() instanceof WebSocketHandshakeException refused
        ? ": it answers with status " + refused.getResponse().statusCode() : "";
  }

  private StreamConnection connect() {
    var opened = new StreamConnection(this, lock);
    var socket = client.socket().connectTimeout(LONGEST_PAUSE).buildAsync(client.streamUri(), opened).join();
    synchronized (lock) {
      opened.open(socket);
      connection = opened;
      feeds.values().forEach(feed -> {
        feed.offer(ConnectionState.CONNECTED, "");
        opened.send(feed);
      });
    }
    return opened;
  }

  /// Waits until the connection is lost or the stream closed, looking for silence meanwhile.
  private void awaitEnd(StreamConnection current) {
    synchronized (lock) {
      while (!closed && !current.isLost()) {
        waitOnLock(StreamConnection.SILENCE);
        current.checkSilence();
      }
      connection = null;
      current.abort();
    }
  }

  private void tellAll(ConnectionState state, String reason) {
    synchronized (lock) {
      if (!closed) feeds.values().forEach(feed -> feed.offer(state, reason));
    }
  }

  private void pauseFor(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    synchronized (lock) {
      for (long left = pause.toNanos(); !closed && left > 0; left = end - System.nanoTime()) {
        waitOnLock(Duration.ofNanos(left));
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private void waitOnLock(Duration longest) {
    try {
      lock.wait(Math.max(1, longest.toMillis()));
    } catch (InterruptedException _) {
      closed = true; // nobody but this class has the thread: an interrupt ends the stream
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }
}
