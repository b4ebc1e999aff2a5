package dev.kioto.bench;

import dev.kioto.bench.Benchmarks.Benchmark;
import java.util.List;

/// The benchmarks of timers, as the command line knows them.
final class TimeBenchmarks {
  private TimeBenchmarks() {}

  static void addTo(List<Benchmark> all) {
    String orTimeout = "CompletableFuture.orTimeout";
    String executor = "ScheduledThreadPool";
    time(all, "time-timeout", "a limit of 1 s for what is ready at once", "Time.timeout", orTimeout, "timeout",
        "orTimeout");
    time(all, "time-sleep", "a sleep of 1 s that nobody polls", "Time.sleep", executor, "sleep", "schedule");
    time(all, "time-arm", "a timer of 1 s, armed and disarmed", "Time.sleep, polled", executor, "arm", "schedule");
    all.add(new Benchmarks.Timed("time-now", "what time it is", "Time.now", "System.nanoTime",
        Benchmarks.method(TimeBenchmark.class, "now"),
        Benchmarks.method(TimeBenchmark.class, "nanoTime")));
    all.add(new Benchmarks.Timers("timers",
        "a million live timers, added and cancelled, and how late others fire beside them",
        "Time.sleep", executor, LiveTimers.Kind.SLEEPS, LiveTimers.Kind.EXECUTOR));
  }

  private static void time(List<Benchmark> all, String name, String what, String subject, String peer, String method,
      String peerMethod) {
    all.add(new Benchmarks.Timed(name + "-single", what + ", on one thread", subject, peer,
        Benchmarks.method(TimeBenchmark.class, method + "Single"),
        Benchmarks.method(TimeBenchmark.class, peerMethod + "Single")));
    all.add(new Benchmarks.Timed(name + "-multi-8", what + ", on 8 threads at once", subject, peer,
        Benchmarks.method(TimeBenchmark.class, method + "Many"),
        Benchmarks.method(TimeBenchmark.class, peerMethod + "Many")));
  }
}
