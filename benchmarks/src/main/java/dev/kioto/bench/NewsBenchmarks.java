package dev.kioto.bench;

import static dev.kioto.bench.Benchmarks.DIRECT;
import static dev.kioto.bench.Benchmarks.FUTURES;
import static dev.kioto.bench.Benchmarks.method;

import dev.kioto.bench.Benchmarks.Benchmark;
import dev.kioto.bench.Benchmarks.Timed;
import java.util.List;

/// The benchmarks of the broadcast and the watch channel.
final class NewsBenchmarks {
  private static final String CHAIN = "j.u.c. chain"; // of virtual threads
  private static final int[] RECEIVERS = {10, 100, 500, 1_000};

  private NewsBenchmarks() {}

  static void addTo(List<Benchmark> all) {
    for (int receivers : RECEIVERS) {
      add(all, "broadcast-" + receivers, "100 messages to " + receivers + " tasks, each does some work for it",
          "receivers" + receivers, BroadcastFutureBenchmark.class, BroadcastDirectBenchmark.class,
          BroadcastVirtualBenchmark.class);
    }
    for (int receivers : RECEIVERS) {
      add(all, "watch-" + receivers, "100 values for " + receivers + " tasks, each does some work for it",
          "receivers" + receivers, WatchFutureBenchmark.class, WatchDirectBenchmark.class,
          WatchVirtualBenchmark.class);
    }
  }

  private static void add(List<Benchmark> all, String name, String what, String method, Class<?> future,
      Class<?> direct, Class<?> peer) {
    all.add(new Timed(name + "-future", what, FUTURES, CHAIN, method(future, method), method(peer, method)));
    all.add(new Timed(name + "-direct", what, DIRECT, CHAIN, method(direct, method), method(peer, method)));
  }
}
