package dev.kioto.bench.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The load on a server that speaks as Redis does: `redis-benchmark`, which comes with Redis.
final class RedisLoad {
  private static final String SERVER = "redis-server";
  private static final String LOAD = "redis-benchmark";

  private static final int KEYS = 100_000; // that are chosen from at random
  private static final int BYTES = 64;     // of a value

  private RedisLoad() {}

  /// What is missing on this machine, and how to get it.
  static Optional<String> missing() {
    for (var program : List.of(LOAD, SERVER)) {
      if (OnPath.find(program).isEmpty()) {
        return Optional
            .of(program + " is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server redis-tools; "
                + "macOS: brew install redis)");
      }
    }
    return Optional.empty();
  }

  /// The stock server, which saves nothing.
  static Child stockServer(int port) {
    var server = Child.start(SERVER, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
    while (!server.line().contains("eady to accept connections")) {
      // It says more before.
    }
    return server;
  }

  /// Puts a server under load, and forgets what that took.
  static void warmUp(int port, RedisScenario scenario, int requests) {
    run(port, scenario, requests);
  }

  /// Puts a server under load, and measures that.
  ///
  /// @param pid of the server
  static Figures measure(int port, long pid, RedisScenario scenario, int requests) {
    long before = Child.cpuNanos(pid);
    var figures = run(port, scenario, requests);
    double cpuMicros = (Child.cpuNanos(pid) - before) / 1e3;
    return new Figures(figures[0], figures[3] * 1e3, figures[5] * 1e3, figures[6] * 1e3, cpuMicros / requests);
  }

  // Requests a second, and of the latency in milliseconds the mean, the least, p50, p95, p99 and the most.
  private static double[] run(int port, RedisScenario scenario, int requests) {
    var command = new ArrayList<>(List.of(LOAD, "-p", "" + port, "-t", scenario.command().toLowerCase(Locale.ROOT)));
    command.addAll(List.of("-c", "" + RedisScenario.CLIENTS, "-P", "" + scenario.pipeline(), "-n", "" + requests));
    command.addAll(List.of("-r", "" + KEYS, "-d", "" + BYTES, "--csv"));
    try (var load = Child.start(command.toArray(String[]::new))) {
      while (true) {
        var cells = load.line().replace("\"", "").split(",", -1);
        if (cells[0].equals(scenario.command())) {
          return Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        }
      }
    }
  }
}
