package dev.kioto.demo.redis;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Stage;
import dev.kioto.runtime.RuntimeBuilder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A server of keys and messages, and some clients of its own, so that there is something to see.
public final class RedisDemo implements Demo {

  private static final int PORT = 6379; // where clients of Redis look

  public RedisDemo() {}

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String look() {
    return "a server for stock Redis clients: each 'connection-…' idle between two requests, 'expire' asleep until the next key is due";
  }

  @Override
  public String sizeOf() {
    return "clients of its own, 0 for none";
  }

  @Override
  public int standardSize() {
    return 8;
  }

  @Override
  public void configure(RuntimeBuilder builder, Load load) {
    RedisServer.configure(builder);
  }

  @Override
  public void start(Stage stage) {
    var listener = stage.listen("a server for redis-cli", PORT);
    int port = listener.localAddress().getPort();
    var server = RedisServer.start(listener, Limits.DEFAULT, stage.stop(), stage.tasks());
    for (int i = 0; i < stage.load().size(); i++) DemoClient.spawn(stage, port, i);
    var before = new AtomicLong();
    stage.sayProgress(() -> {
      long requests = server.stats().requests();
      return String.format(Locale.ROOT, "%d connections, %,d requests, %,d of them since, %d keys, %d topics",
          server.stats().connections(), requests, requests - before.getAndSet(requests), server.keys(),
          server.topics());
    });
  }
}
