package dev.kioto.demo.redis;

import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.stream.StreamMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server knows of one client. Its connection's task alone.
final class Client {

  private final long id;
  private final Topics topics;
  private final StreamMap<String, Outcome<byte[]>> subscriptions = new StreamMap<>();

  private String name = "";
  private boolean leaving;

  Client(long id, Topics topics) {
    this.id = id;
    this.topics = topics;
  }

  /// Its number, from 1.
  long id() {
    return id;
  }

  /// What it calls itself; empty when it has not said.
  String name() {
    return name;
  }

  void name(String given) {
    name = given;
  }

  /// Whether the connection ends with what was answered last.
  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
  }

  // --- what it listens to ---

  boolean isSubscribed() {
    return !subscriptions.isEmpty();
  }

  /// @return to how many names it listens then
  int subscribe(String topic) {
    if (!subscriptions.containsKey(topic)) subscriptions.insert(topic, topics.subscribe(topic));
    return subscriptions.size();
  }

  /// @return to how many names it listens then
  int unsubscribe(String topic) {
    var messages = subscriptions.remove(topic);
    if (messages != null) {
      messages.close();
      topics.leave(topic);
    }
    return subscriptions.size();
  }

  /// The names that it listens to, as they are now.
  List<String> subscribed() {
    return List.copyOf(subscriptions.keys());
  }

  /// The next message for it, when there is one.
  @Nullable Reply pollMessage(Context cx) {
    if (subscriptions.isEmpty()) return null;
    if (!(subscriptions.pollNext(cx) instanceof Poll.Ready<Map.Entry<String, Outcome<byte[]>>>(var item))
        || item == null) {
      return null;
    }
    return switch (item.getValue()) {
      case Outcome.Success<byte[]>(var message) ->
          new Reply.Many(List.of(Reply.text("message"), Reply.text(item.getKey()), new Reply.Bulk(message)));
      case Outcome.Failure<byte[]>(var lagged) -> {
        leave(); // rather than to go on with a gap that nobody sees
        yield Reply.error("closed, for reading too slowly: " + lagged.getMessage());
      }
    };
  }

  /// Ends what it listens to.
  void close() {
    for (var topic : subscribed()) unsubscribe(topic);
  }
}
