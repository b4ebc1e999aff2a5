package dev.kioto.demo.http;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// What a server has done so far. Any thread.
public final class HttpStats {

  private final LongAdder requests = new LongAdder();
  private final LongAdder connections = new LongAdder();

  HttpStats() {}

  /// Requests that were answered. Never goes down.
  public long requests() {
    return requests.sum();
  }

  /// Connections that were taken. Never goes down.
  public long connections() {
    return connections.sum();
  }

  void answered() {
    requests.increment();
  }

  void came() {
    connections.increment();
  }

  String json() {
    return String.format(Locale.ROOT, "{\"connections\":%d,\"requests\":%d}%n", connections(), requests());
  }
}
