package dev.kioto.bench;

import java.util.List;
import java.util.Optional;

/// The benchmarks there are.
final class Benchmarks {
  private static final String FUTURES = "Kioto future tasks";
  private static final String DIRECT = "Kioto direct tasks";
  private static final String VIRTUAL = "JDK virtual threads";

  static final List<Benchmark> ALL = List.of(
      scheduler("spawn-many-future", "10,000 tasks spawned from blockOn, each counts down", FUTURES, "spawnManyFuture",
          "spawnManyVirtual"),
      scheduler("spawn-many-direct", "10,000 tasks spawned from blockOn, each counts down", DIRECT, "spawnManyDirect",
          "spawnManyVirtual"),
      scheduler("yield-many-future", "200 tasks, each yields 1,000 times", FUTURES, "yieldManyFuture",
          "yieldManyVirtual"),
      scheduler("yield-many-direct", "200 tasks, each yields 1,000 times", DIRECT, "yieldManyDirect",
          "yieldManyVirtual"),
      scheduler("chained-spawn-future", "a chain of 1,000 tasks, each spawns the next", FUTURES, "chainedSpawnFuture",
          "chainedSpawnVirtual"),
      scheduler("chained-spawn-direct", "a chain of 1,000 tasks, each spawns the next", DIRECT, "chainedSpawnDirect",
          "chainedSpawnVirtual"),
      scheduler("ping-pong-direct", "1,000 tasks, each spawns a peer, wakes it and waits for its answer", DIRECT,
          "pingPongDirect", "pingPongVirtual"),
      new Benchmark("probe-yield-many", "200 future tasks, each yields 1,000 times, recorded and not recorded",
          "with the recorder", "without a probe", "ns/op", ProbeBenchmark.class.getName() + ".recorded",
          ProbeBenchmark.class.getName() + ".unobserved"));

  private Benchmarks() {}

  private static Benchmark scheduler(String name, String what, String subject, String method, String peer) {
    String type = SchedulerBenchmark.class.getName() + ".";
    return new Benchmark(name, what, subject, VIRTUAL, "ns/op", type + method, type + peer);
  }

  static Optional<Benchmark> named(String name) {
    return ALL.stream().filter(b -> b.name().equals(name)).findFirst();
  }

  /// A subject and the peer that it is measured beside.
  ///
  /// @param name what the command line calls it
  /// @param what the workload, in words
  /// @param subject what is measured
  /// @param peer what it is compared with
  /// @param unit of both medians; less is better
  /// @param subjectMethod the JMH benchmark of the subject
  /// @param peerMethod the JMH benchmark of the peer
  record Benchmark(String name, String what, String subject, String peer, String unit, String subjectMethod,
      String peerMethod) {}
}
