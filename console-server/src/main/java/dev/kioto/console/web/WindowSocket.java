package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.filter.Filters;
import dev.kioto.console.json.ApiJson;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The socket that pushes a window of a target's tasks: takes the connections in and reads their messages.
final class WindowSocket {

  static final String PATH = "/api/v1/targets/{id}/tasks/window";

  private static final int MOST_SESSIONS = 256;
  private static final long LONGEST_MESSAGE = 4L * Filters.LONGEST; // bytes: a filter of any characters, and the rest
  private static final Duration SILENCE = Duration.ofSeconds(60); // pings are answered well within
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);
  private static final int PING_SECONDS = 15;

  private final Collector collector;
  private final Listings listings;
  private final Map<String, WindowSession> sessions = new ConcurrentHashMap<>(); // by the socket's id

  WindowSocket(Collector collector, Listings listings) {
    this.collector = collector;
    this.listings = listings;
  }

  /// The route that answers a request at the socket's path which is not a WebSocket's.
  Route route() {
    return Route
        .get(PATH, "Pushes a window of the tasks: a WebSocket. Send {\"filter\":\"\",\"sort\":\"-total\",\"offset\":0,"
            + "\"limit\":100,\"intervalMillis\":250} to open the window and again to move it.")
        .with(TargetResource.TARGET)
        .answering(101, "The socket is open", null)
        .refusing(403, 404, 426, 503)
        .handledBy(request -> {
          throw Refusal.upgradeRequired("'" + request.path() + "' is a WebSocket: open it as one, at ws://");
        });
  }

  /// @throws Refusal if the socket is not to be opened
  void beforeUpgrade(Context request) {
    LoopbackGuard.check(request);
    var id = targetId(request.path());
    if (collector.target(id) == null) throw Refusal.unknownTarget(id);
    if (sessions.size() >= MOST_SESSIONS) {
      throw Refusal.busy("There are " + MOST_SESSIONS + " windows open, the most that are served: close one first");
    }
  }

  // Before the upgrade the path is not yet matched, so its parameters are not there.
  private static String targetId(String path) {
    var parts = path.split("/", -1);
    return parts.length > 4 ? parts[4] : "";
  }

  void configure(WsConfig socket) {
    socket.onConnect(this::open);
    socket.onMessage(message -> {
      var session = sessions.get(message.sessionId());
      if (session != null) receive(session, message.message());
    });
    socket.onBinaryMessage(message -> {
      var session = sessions.get(message.sessionId());
      if (session != null) session.refuse(Refusal.body("The message is binary: send JSON as text"));
    });
    socket.onClose(end -> close(end.sessionId()));
    socket.onError(failure -> close(failure.sessionId()));
  }

  private void open(WsConnectContext connection) {
    var target = collector.target(connection.pathParam("id"));
    if (target == null) {
      connection.closeSession(1008, "the target is gone");
      return;
    }
    connection.session.setMaxTextMessageSize(LONGEST_MESSAGE);
    connection.session.setIdleTimeout(SILENCE);
    connection.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    var session = new WindowSession(target, listings, connection.session);
    sessions.put(connection.sessionId(), session);
    session.start();
  }

  private void close(String sessionId) {
    var session = sessions.remove(sessionId);
    if (session != null) session.close();
  }

  /// Ends every session, and returns when each client has been told or cut off: a connection that is left open while the
  /// server stops would keep its client waiting.
  void closeAll() {
    var open = List.copyOf(sessions.values());
    sessions.clear();
    open.forEach(WindowSession::close);
    open.forEach(session -> session.awaitEnd(LONGEST_FAREWELL));
  }

  private static void receive(WindowSession session, String message) {
    try {
      session.move(read(message));
    } catch (Refusal refusal) {
      session.refuse(refusal);
    }
  }

  private static WindowRequest read(String message) {
    JsonNode json;
    try {
      json = ApiJson.mapper().readTree(message);
    } catch (JsonProcessingException e) {
      throw Refusal.body("The message is not JSON: " + e.getOriginalMessage());
    }
    if (!json.isObject())
      throw Refusal.body("The message is not an object: send {\"filter\":\"\",\"sort\":\"-total\"}");
    var standard = WindowRequest.DEFAULT;
    return new WindowRequest(
        text(json, "filter", standard.filter()),
        text(json, "sort", standard.sort()),
        integer(json, "offset", standard.offset(), 0, Integer.MAX_VALUE),
        integer(json, "limit", standard.limit(), 1, Parameters.MOST_ROWS),
        integer(json, "intervalMillis", standard.intervalMillis(), 50, 60_000));
  }

  private static String text(JsonNode message, String name, String standard) {
    var value = message.path(name);
    if (value.isMissingNode() || value.isNull()) return standard;
    if (!value.isTextual()) throw Refusal.body("'" + name + "' is not a text");
    return value.textValue();
  }

  private static int integer(JsonNode message, String name, int standard, int least, int most) {
    var value = message.path(name);
    if (value.isMissingNode() || value.isNull()) return standard;
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw Refusal.body("'" + name + "' is not a whole number from " + least + " to " + most);
    }
    return Parameters.within(value.intValue(), name, least, most);
  }
}
