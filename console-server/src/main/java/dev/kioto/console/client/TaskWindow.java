package dev.kioto.console.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowError;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.StreamListener.ConnectionState;
import dev.kioto.console.json.ApiJson;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A window on a target's task list that is pushed to a listener. See [ConsoleClient#openWindow].
///
/// Safe for use by any thread.
public final class TaskWindow implements AutoCloseable {

  /*
   * One virtual thread owns the connection: it connects, sends the request, waits for the end, and tries again after a
   * pause that doubles up to a cap. The WebSocket's own thread calls the listener, and asks for the next frame only
   * when the listener is back: what the listener cannot take stays in the socket, where the server sees it and sends
   * fewer, newer windows.
   *
   * Two locks: `lock` guards the state and is never held while the listener is called; `delivery` makes the calls of
   * the listener one after the other, and is never taken with `lock` held.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  // Silence that long is answered by a ping, and twice that long ends the connection: a peer that vanished without a
  // word is found out.
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final ConsoleClient client;
  private final String targetId;
  private final WindowListener listener;
  private final Consumer<TaskWindow> onClosed;
  private final Thread thread;

  private final Object lock = new Object();
  private WindowRequest request; // guarded by lock
  private boolean closed; // guarded by lock; never cleared

  private final Object delivery = new Object();
  private boolean finished; // guarded by delivery; the listener has heard CLOSED

  private @Nullable Connection connection; // guarded by lock

  TaskWindow(ConsoleClient client, String targetId, WindowRequest request, WindowListener listener,
      Consumer<TaskWindow> onClosed) {
    this.client = client;
    this.targetId = targetId;
    this.request = request;
    this.listener = listener;
    this.onClosed = onClosed;
    this.thread = Thread.ofVirtual().name("kioto-window-" + targetId).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// The request that the window follows.
  public WindowRequest request() {
    synchronized (lock) {
      return request;
    }
  }

  /// Moves the window: other rows, another filter or order. Returns at once.
  public void move(WindowRequest newRequest) {
    synchronized (lock) {
      request = newRequest;
      if (connection != null) connection.sendRequest();
    }
  }

  /// Ends the window. The listener hears [ConnectionState#CLOSED] and nothing after it.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    onClosed.accept(this);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed()) {
      String reason;
      try {
        var opened = connect();
        pause = FIRST_PAUSE;
        tellConnection(ConnectionState.CONNECTED, "");
        awaitEnd(opened);
        reason = "The connection to " + client.server() + " was lost";
      } catch (CompletionException _) {
        reason = "No connection to " + client.server();
      }
      if (isClosed()) break;
      // Told first: a server that is on its way out may keep the question waiting.
      tellConnection(ConnectionState.RECONNECTING, reason);
      if (!targetIsKnown()) return;
      pauseFor(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
    tellConnection(ConnectionState.CLOSED, "The window was closed");
  }

  private Connection connect() {
    var opened = new Connection();
    var socket = client.socket()
        .connectTimeout(LONGEST_PAUSE)
        .buildAsync(client.windowUri(targetId), opened)
        .join();
    synchronized (lock) {
      opened.socket = socket;
      connection = opened;
      opened.sendRequest();
    }
    return opened;
  }

  /// Waits until the connection is lost or the window closed, looking for silence meanwhile.
  private void awaitEnd(Connection current) {
    synchronized (lock) {
      while (!closed && !current.lost) {
        waitOnLock(SILENCE);
        current.checkSilence();
      }
      connection = null;
      current.abort();
    }
  }

  /// Asks whether the target is still there; if the server says that it is not, the window ends here.
  private boolean targetIsKnown() {
    try {
      client.target(targetId);
      return true;
    } catch (ProblemException e) {
      if (e.problem().status() != 404) return true;
      tell(() -> listener.onProblem(e.problem()));
      tellConnection(ConnectionState.CLOSED, e.problem().detail());
      close();
      return false;
    } catch (UnreachableException _) {
      return true;
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
      closed = true; // nobody but this class has the thread: an interrupt ends the window
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void tellConnection(ConnectionState state, String reason) {
    tell(() -> {
      finished = state == ConnectionState.CLOSED;
      listener.onConnection(state, reason);
    });
  }

  private void tell(Runnable call) {
    synchronized (delivery) {
      if (!finished) call.run();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /// One connection, which hears its frames one at a time.
  private final class Connection implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder(); // the socket's thread only

    private @Nullable WebSocket socket; // guarded by lock; null until the handshake is done
    private boolean lost; // guarded by lock
    private boolean sending; // guarded by lock; a request is on its way
    private @Nullable WindowRequest sent; // guarded by lock; the last request that was sent
    private long lastHeardNanos = System.nanoTime(); // guarded by lock

    /// Sends the window's request. While one is on its way the next waits, and only the newest is sent: the socket takes
    /// one message at a time. Called with `lock` held.
    void sendRequest() {
      if (sending || socket == null || request.equals(sent)) return;
      sending = true;
      sent = request;
      var _ = socket.sendText(json(request), true).whenComplete((_, failure) -> {
        synchronized (lock) {
          sending = false;
          if (failure == null) {
            sendRequest();
          } else {
            lost = true;
            lock.notifyAll();
          }
        }
      });
    }

    /// Called with `lock` held.
    void checkSilence() {
      long silentNanos = System.nanoTime() - lastHeardNanos;
      if (silentNanos > 2 * SILENCE.toNanos()) {
        lost = true;
      } else if (silentNanos > SILENCE.toNanos() && socket != null) {
        var _ = socket.sendPing(ByteBuffer.allocate(0));
      }
    }

    /// Called with `lock` held.
    void abort() {
      if (socket != null) socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heard();
      text.append(data);
      if (last) {
        var message = text.toString();
        text.setLength(0);
        if (!isClosed()) deliver(message);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      heard();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      ended();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended();
    }

    private void heard() {
      synchronized (lock) {
        lastHeardNanos = System.nanoTime();
      }
    }

    private void ended() {
      synchronized (lock) {
        lost = true;
        lock.notifyAll();
      }
    }

    private void deliver(String message) {
      try {
        JsonNode node = ApiJson.answers().readTree(message);
        if (Window.TYPE.equals(node.path("type").asText())) {
          var window = ApiJson.answers().treeToValue(node, Window.class);
          tell(() -> listener.onWindow(window));
        } else {
          var problem = ApiJson.answers().treeToValue(node, WindowError.class).problem();
          tell(() -> listener.onProblem(problem));
        }
      } catch (JsonProcessingException _) {
        tell(() -> listener.onProblem(new Problem("urn:kioto:problem:bad-message", "Bad message", 502,
            "The server at " + client.server() + " sent a message that this version does not understand", null, null)));
      }
    }

    private static String json(WindowRequest request) {
      try {
        return ApiJson.mapper().writeValueAsString(request);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("The window request " + request + " has no JSON", e);
      }
    }
  }
}
