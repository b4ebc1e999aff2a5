package dev.kioto.console.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One connection of a stream, which hears its frames one at a time.
final class StreamConnection implements WebSocket.Listener {

  // Silence that long is answered by a ping, and twice that long ends the connection: a peer that vanished without a word
  // is found out.
  static final Duration SILENCE = Duration.ofSeconds(10);

  private final ConsoleStream stream;
  private final Object lock; // the stream's
  private final StringBuilder text = new StringBuilder(); // the socket's thread only

  // All guarded by lock.
  private @Nullable WebSocket socket; // null until the handshake is done
  private final Map<String, Object> outbox = new LinkedHashMap<>(); // by feed: the feed, or that it has ended
  private boolean sending; // a message is on its way: the socket takes one at a time
  private boolean rests; // the next frame was not asked for, as no feed has room
  private boolean lost;
  private long lastHeardNanos = System.nanoTime();

  StreamConnection(ConsoleStream stream, Object lock) {
    this.stream = stream;
    this.lock = lock;
  }

  /// Called with `lock` held.
  void open(WebSocket opened) {
    socket = opened;
    sendNext();
  }

  /// Sends a feed's request: the newest that it has when its turn comes. Called with `lock` held.
  void send(StreamFeed<?> feed) {
    outbox.put(feed.id(), feed);
    sendNext();
  }

  /// Called with `lock` held.
  void sendEnd(String feedId) {
    outbox.put(feedId, false);
    sendNext();
  }

  private void sendNext() {
    if (sending || socket == null || outbox.isEmpty()) return;
    var next = outbox.entrySet().iterator().next();
    outbox.remove(next.getKey());
    sending = true;
    var message = next.getValue() instanceof StreamFeed<?> feed ? subscription(feed) : end(next.getKey());
    var _ = socket.sendText(message, true).whenComplete((_, failure) -> {
      synchronized (lock) {
        sending = false;
        if (failure == null) sendNext();
        else lose();
      }
    });
  }

  private static String subscription(StreamFeed<?> feed) {
    var request = feed.request();
    var message = new TreeMap<String, Object>(request.properties());
    message.put("subscribe", feed.id());
    message.put("kind", request.kind());
    message.put("target", request.target());
    return json(message);
  }

  private static String end(String feedId) {
    return json(Map.of("unsubscribe", feedId));
  }

  private static String json(Map<String, Object> message) {
    try {
      return ApiJson.mapper().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The request " + message + " has no JSON", e);
    }
  }

  /// Asks for the next frame if that was put off and somebody has room for it now. Called with `lock` held.
  void readOn() {
    if (!rests || socket == null || !stream.hasRoom()) return;
    rests = false;
    lastHeardNanos = System.nanoTime();
    socket.request(1);
  }

  /// Called with `lock` held.
  boolean isLost() {
    return lost;
  }

  /// Called with `lock` held.
  void checkSilence() {
    if (rests) return; // it is not the server that is silent
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
    text.append(data);
    if (!last) {
      from.request(1);
      return null;
    }
    var message = text.toString();
    text.setLength(0);
    var id = feedOf(message);
    synchronized (lock) {
      lastHeardNanos = System.nanoTime();
      var feed = id == null ? null : stream.feed(id);
      if (feed != null) feed.offer(message);
      rests = !stream.hasRoom();
      if (!rests) from.request(1);
    }
    return null;
  }

  /// The id, which every message begins with; null when it is none of this API.
  private static @Nullable String feedOf(String message) {
    try (JsonParser parser = ApiJson.mapper().createParser(message)) {
      boolean isNamed = parser.nextToken() == JsonToken.START_OBJECT && "id".equals(parser.nextFieldName());
      return isNamed ? parser.nextTextValue() : null;
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    synchronized (lock) {
      lastHeardNanos = System.nanoTime();
    }
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

  private void ended() {
    synchronized (lock) {
      lose();
    }
  }

  private void lose() {
    lost = true;
    lock.notifyAll();
  }
}
