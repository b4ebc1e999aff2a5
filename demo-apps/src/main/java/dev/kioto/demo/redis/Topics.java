package dev.kioto.demo.redis;

import dev.kioto.future.Outcome;
import dev.kioto.stream.Stream;
import dev.kioto.stream.Streams;
import dev.kioto.sync.Broadcast;
import java.util.concurrent.ConcurrentHashMap;

/// What clients publish and subscribe to: a broadcast channel for each name that somebody listens to. Any thread.
final class Topics {

  private final ConcurrentHashMap<String, Broadcast.Sender<byte[]>> topics = new ConcurrentHashMap<>();
  private final int lag;

  /// @param lag messages that a subscriber may be behind before it misses one
  Topics(int lag) {
    this.lag = lag;
  }

  /// Messages from now on. A failure says that the subscriber has missed some. To be closed, and then [#leave] called.
  Stream<Outcome<byte[]>> subscribe(String name) {
    var found = new Object() {
      Stream<Outcome<byte[]>> messages = Streams.empty();
    };
    topics.compute(name, (_, there) -> {
      var topic = there == null ? Broadcast.<byte[]>sender(lag) : there;
      found.messages = Streams.receive(topic.subscribe());
      return topic;
    });
    return found.messages;
  }

  /// Forgets a name that nobody listens to any more.
  void leave(String name) {
    topics.computeIfPresent(name, (_, topic) -> {
      if (topic.receiverCount() > 0) return topic;
      topic.close();
      return null;
    });
  }

  /// @return how many have subscribed, and will get it unless they are too slow
  int publish(String name, byte[] message) {
    var topic = topics.get(name);
    return topic == null ? 0 : topic.trySend(message);
  }

  /// How many names somebody listens to.
  int size() {
    return topics.size();
  }
}
