package dev.kioto.bench.net;

import java.util.List;

/// How much to measure.
///
/// @param rounds in each of which every subject is measured once, in a new process
/// @param warmupMillis under load before what is measured
/// @param millis that are measured
/// @param workers of Kioto, carriers of the JDK, and event loops of one of Netty's subjects
/// @param loadThreads of the load
/// @param subjects which
public record NetworkEffort(int rounds, int warmupMillis, int millis, int workers, int loadThreads,
    List<Subject> subjects) {
  /// @param brief whether a first impression will do
  /// @param workers see [#workers]
  /// @param subjects see [#subjects]
  public static NetworkEffort of(boolean brief, int workers, List<Subject> subjects) {
    int loadThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // and the others for the server
    return brief
        ? new NetworkEffort(3, 2_000, 2_000, workers, loadThreads, subjects)
        : new NetworkEffort(5, 4_000, 5_000, workers, loadThreads, subjects);
  }

  /// About how long a scenario takes.
  public long seconds() {
    return (long) rounds * subjects.size() * (warmupMillis + millis + 1_000) / 1_000;
  }
}
