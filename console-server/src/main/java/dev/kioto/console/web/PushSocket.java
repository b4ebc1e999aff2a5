package dev.kioto.console.web;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.filter.Filters;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A path at which sockets are opened that push: takes the connections in and hands on their messages.
abstract class PushSocket {

  private static final int MOST_SESSIONS = 256;
  private static final long LONGEST_MESSAGE = 4L * Filters.LONGEST; // bytes: a filter of any characters, and the rest
  private static final Duration SILENCE = Duration.ofSeconds(60); // pings are answered well within
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);
  private static final int PING_SECONDS = 15;

  final Collector collector;
  private final Guard guard;
  private final Map<String, Client> clients = new ConcurrentHashMap<>(); // by the socket's id
  private final AtomicInteger places = new AtomicInteger(); // that are taken

  // Set once, by who stops the server; a client that comes back meanwhile comes again.
  private volatile boolean stopping;

  PushSocket(Collector collector, Guard guard) {
    this.collector = collector;
    this.guard = guard;
  }

  /// One that is connected.
  ///
  /// @param target the target that the path names; null when it names none
  record Client(PushSession session, @Nullable String target) {
  }

  abstract String path();

  abstract PushSession.Form form();

  /// @throws Refusal if the path is not one to open a socket at
  abstract void check(Context request);

  /// @throws Refusal if the message cannot be followed
  abstract void receive(Client client, String message);

  /// The route that answers a request at the socket's path which is not a WebSocket's.
  final Route route(String summary, Route.Parameter... parameters) {
    return Route.get(path(), summary)
        .with(parameters)
        .answering(101, "The socket is open", null)
        .refusing(403, 404, 426, 503)
        .handledBy(request -> {
          throw Refusal.upgradeRequired("'" + request.path() + "' is a WebSocket: open it as one, at ws://");
        });
  }

  /// @throws Refusal if the socket is not to be opened
  final void beforeUpgrade(Context request) {
    guard.check(request, Right.READ);
    check(request);
    if (stopping) throw Refusal.busy("The server is stopping");
    if (clients.size() >= MOST_SESSIONS) {
      throw Refusal.busy("There are " + MOST_SESSIONS + " windows open, the most that are served: close one first");
    }
  }

  final void configure(WsConfig socket) {
    socket.onConnect(this::open);
    socket.onMessage(message -> {
      var client = clients.get(message.sessionId());
      if (client == null) return;
      try {
        receive(client, message.message());
      } catch (Refusal refusal) {
        client.session().refuse("", refusal);
      }
    });
    socket.onBinaryMessage(message -> {
      var client = clients.get(message.sessionId());
      if (client != null) client.session().refuse("", Refusal.body("The message is binary: send JSON as text"));
    });
    socket.onClose(end -> close(end.sessionId()));
    socket.onError(failure -> close(failure.sessionId()));
  }

  /// How many sockets are open.
  final int size() {
    return clients.size();
  }

  private void open(WsConnectContext connection) {
    if (places.incrementAndGet() > MOST_SESSIONS) { // many upgrades at once each found room
      places.decrementAndGet();
      connection.closeSession(1013, "There are " + MOST_SESSIONS + " windows open");
      return;
    }
    connection.session.setMaxTextMessageSize(LONGEST_MESSAGE);
    connection.session.setIdleTimeout(SILENCE);
    connection.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    var session = new PushSession(connection.sessionId(), form(), connection.session);
    clients.put(connection.sessionId(), new Client(session, connection.pathParamMap().get("id")));
    session.start();
  }

  private void close(String sessionId) {
    var client = clients.remove(sessionId);
    if (client == null) return;
    places.decrementAndGet();
    client.session().close();
  }

  /// Ends every session, and returns when each client has been told or cut off: a connection that is left open while the
  /// server stops would keep its client waiting.
  final void closeAll() {
    stopping = true;
    var open = List.copyOf(clients.values());
    clients.clear();
    open.forEach(client -> client.session().close());
    open.forEach(client -> client.session().awaitEnd(LONGEST_FAREWELL));
  }
}
