package dev.kioto.demo.redis;

import java.util.concurrent.atomic.LongAdder;

/// What a server has done so far. Any thread; the counts never go down, but that of connections.
public final class ServerStats {

  private final LongAdder connections = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder broken = new LongAdder();

  ServerStats() {}

  /// Connections that are served now.
  public long connections() {
    return connections.sum();
  }

  /// Requests that were answered.
  public long requests() {
    return requests.sum();
  }

  /// Connections that were one too many.
  public long refusedConnections() {
    return refused.sum();
  }

  /// Connections that were closed for what they sent.
  public long brokenConnections() {
    return broken.sum();
  }

  void came() {
    connections.increment();
  }

  void left() {
    connections.decrement();
  }

  void refused() {
    refused.increment();
  }

  void answered() {
    requests.increment();
  }

  void broken() {
    broken.increment();
  }
}
