package dev.kioto.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the server of the demo `redis` and the stock one under the same load, in rounds: in each, one after the other, in new
/// processes.
public final class RedisComparison {
  private RedisComparison() {}

  /// What is missing on this machine, and how to get it; nothing when it can be measured.
  public static Optional<String> missing() {
    return RedisLoad.missing();
  }

  /// Measures, and gives a row for each server.
  ///
  /// @throws IllegalStateException when a process fails
  public static List<PeerRow> run(RedisScenario scenario, NetworkEffort effort) {
    var own = new ArrayList<Figures>();
    var stock = new ArrayList<Figures>();
    for (int i = 0; i < effort.rounds(); i++) {
      own.add(demo(scenario, effort));
      stock.add(stock(scenario, effort));
    }
    var peer = Figures.median(stock);
    return List.of(PeerRow.of(scenario.name(), "the demo 'redis'", Figures.median(own), peer, effort.rounds()),
        PeerRow.of(scenario.name(), "Redis", peer, peer, effort.rounds()));
  }

  private static Figures demo(RedisScenario scenario, NetworkEffort effort) {
    try (var server = Child.jvm(RedisMain.class, effort.workers(), List.of("" + effort.workers()))) {
      int port = Integer.parseInt(server.line());
      return measure(port, server, scenario, effort);
    }
  }

  private static Figures stock(RedisScenario scenario, NetworkEffort effort) {
    int port = freePort();
    try (var server = RedisLoad.stockServer(port)) {
      try {
        return measure(port, server, scenario, effort);
      } finally {
        server.terminate();
      }
    }
  }

  private static Figures measure(int port, Child server, RedisScenario scenario, NetworkEffort effort) {
    int perMilli = 50 * (scenario.pipeline() == 1 ? 1 : 8); // a guess at what is done in a millisecond, for runs of the length
    return RedisLoad.measure(port, server.pid(), scenario, effort.warmupMillis() * perMilli,
        effort.millis() * perMilli);
  }

  // Somebody else may take it meanwhile: then the server says so, and the run fails.
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }
}
