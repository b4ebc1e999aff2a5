package dev.kioto.bench.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A load of `redis-benchmark` on servers that speak as Redis does.
///
/// @param command what is asked for: `SET` or `GET`
/// @param pipeline requests that a client sends before it awaits their answers
public record RedisScenario(String command, int pipeline) {
  /// Clients at a time.
  static final int CLIENTS = 50;

  /// All there are.
  public static List<RedisScenario> all() {
    var all = new ArrayList<RedisScenario>();
    for (int pipeline : List.of(1, 16)) {
      for (var command : List.of("SET", "GET")) {
        all.add(new RedisScenario(command, pipeline));
      }
    }
    return List.copyOf(all);
  }

  /// Its name on the command line.
  public String name() {
    return "redis-" + command.toLowerCase(Locale.ROOT) + "-" + pipeline;
  }

  /// The workload, in words.
  public String what() {
    return "a server of keys: " + CLIENTS + " clients of redis-benchmark, " + command
        + (pipeline == 1 ? "" : ", " + pipeline + " at a time");
  }
}
