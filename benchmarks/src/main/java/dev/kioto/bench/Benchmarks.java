package dev.kioto.bench;

import dev.kioto.bench.collector.CollectorBenchmark;
import dev.kioto.bench.net.Copies;
import dev.kioto.bench.net.HttpComparison;
import dev.kioto.bench.net.RedisScenario;
import dev.kioto.bench.net.Scenario;
import dev.kioto.bench.window.WindowBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The benchmarks there are.
final class Benchmarks {
  static final String FUTURES = "Kioto future tasks";
  static final String DIRECT = "Kioto direct tasks";
  static final String VIRTUAL = "JDK virtual threads";

  static final List<Benchmark> ALL = all();

  private Benchmarks() {}

  private static List<Benchmark> all() {
    var all = new ArrayList<Benchmark>();
    bothKinds(all, "spawn-many-local", "10,000 tasks spawned in blockOn; the last one tells", "spawnManyLocal");
    bothKinds(all, "spawn-many-remote-idle", "10,000 tasks spawned from outside, then joined in order",
        "spawnManyRemoteIdle");
    busy(all, "spawn-many-remote-busy1", "the same while 8 tasks yield and stall for 10 us", "spawnManyRemoteBusy1");
    busy(all, "spawn-many-remote-busy2", "1,000 tasks the same way while 4 chains stall for 10 us a link",
        "spawnManyRemoteBusy2");
    bothKinds(all, "yield-many", "200 tasks, each yields 1,000 times", "yieldMany");
    bothKinds(all, "ping-pong", "1,000 tasks, each spawns a peer, signals it and awaits its answer", "pingPong");
    bothKinds(all, "chained-spawn", "a chain of 1,000 tasks, each spawns the next", "chainedSpawn");
    currentThread(all, "current-thread-spawn-many-local", "1,000 tasks spawned in blockOn, then joined in order",
        "spawnManyLocal");
    currentThread(all, "current-thread-remote-idle", "1,000 tasks spawned from outside, then joined in order",
        "spawnManyRemoteIdle");
    all.add(new Timed("self-wake-future", "200 tasks, each wakes itself 1,000 times: the bare poll", FUTURES, VIRTUAL,
        method(FutureTasksBenchmark.class, "selfWake"), method(VirtualThreadsBenchmark.class, "yieldMany")));
    all.add(new Timed("spawn-location", "10,000 future tasks spawned, with and without the line that spawns them",
        "with the line", "without", method(SpawnLocationBenchmark.class, "withLocation"),
        method(SpawnLocationBenchmark.class, "withoutLocation")));
    all.add(new Timed("spawn-blocking-sharded", "4 tasks, each 100 times 16 jobs of the blocking pool, then joined",
        "queue in 16 shards", "one queue", method(BlockingBenchmark.class, "shardedQueue"),
        method(BlockingBenchmark.class, "singleQueue")));
    LocksBenchmarks.addTo(all);
    ChannelsBenchmarks.addTo(all);
    NewsBenchmarks.addTo(all);
    TimeBenchmarks.addTo(all);
    all.add(new Memory("memory-future", "a million idle tasks, each waits for a signal", FUTURES, VIRTUAL,
        IdleTasks.Kind.FUTURE, IdleTasks.Kind.VIRTUAL));
    all.add(new Memory("memory-direct", "a million idle tasks, each waits for a signal", DIRECT, VIRTUAL,
        IdleTasks.Kind.DIRECT, IdleTasks.Kind.VIRTUAL));
    all.add(new Memory("memory-watched", "a million idle tasks, polled three times each, that consoles may watch",
        "watched", "not watched", IdleTasks.Kind.WATCHED, IdleTasks.Kind.FUTURE));
    all.add(new Snapshot("console-snapshot", "a console in another process attaches, until it has every task",
        "a million tasks", "a tenth of them"));
    sent(all, "net-copy", "Io.copy", Copies.Kind.COPY);
    sent(all, "net-copy-buffered", "Io.copy, any reader", Copies.Kind.COPY_BUFFERED);
    sent(all, "net-copy-file", "File.sendTo", Copies.Kind.SEND_TO);
    Scenario.all().forEach(scenario -> all.add(new Network(scenario)));
    RedisScenario.all().forEach(scenario -> all.add(new Redis(scenario)));
    all.add(new Http());
    watched(all);
    for (var of : CollectorBenchmark.values()) all.add(new Collecting(of));
    for (var of : WindowBenchmark.values()) all.add(new Windowed(of));
    return List.copyOf(all);
  }

  private static void bothKinds(List<Benchmark> all, String name, String what, String method) {
    String peer = method(VirtualThreadsBenchmark.class, method);
    all.add(new Timed(name + "-future", what, FUTURES, VIRTUAL, method(FutureTasksBenchmark.class, method), peer));
    all.add(new Timed(name + "-direct", what, DIRECT, VIRTUAL, method(DirectTasksBenchmark.class, method), peer));
  }

  // Beside each other: on the JDK's scheduler the tasks from outside never get their turn, and the run would not end.
  private static void busy(List<Benchmark> all, String name, String what, String method) {
    String future = method(FutureTasksBenchmark.class, method);
    String direct = method(DirectTasksBenchmark.class, method);
    all.add(new Timed(name + "-future", what, FUTURES, DIRECT, future, direct));
    all.add(new Timed(name + "-direct", what, DIRECT, FUTURES, direct, future));
  }

  private static void currentThread(List<Benchmark> all, String name, String what, String method) {
    String peer = method(CurrentThreadBenchmark.class, "spawnManyVirtual");
    all.add(new Timed(name + "-future", what, FUTURES, VIRTUAL,
        method(CurrentThreadBenchmark.class, method + "Future"), peer, 1));
    all.add(new Timed(name + "-direct", what, DIRECT, VIRTUAL,
        method(CurrentThreadBenchmark.class, method + "Direct"), peer, 1));
  }

  private static void sent(List<Benchmark> all, String name, String subject, Copies.Kind kind) {
    all.add(new Sent(name, "a file of 256 MiB to a socket that another process drains", subject,
        "FileChannel.transferTo", kind, Copies.Kind.TRANSFER_TO));
  }

  private static void watched(List<Benchmark> all) {
    for (var workload : List.of("spawnManyLocal", "spawnManyRemoteIdle", "yieldMany", "pingPong", "chainedSpawn",
        "selfWake")) {
      var name = workload.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
      all.add(new Watched("instrumentation-" + name, name + "-future, watched at each level",
          method(FutureTasksBenchmark.class, workload)));
    }
    Scenario.all().stream().filter(scenario -> scenario.name().equals("net-echo-64-64b"))
        .forEach(scenario -> all.add(new WatchedServer(scenario)));
  }

  static String method(Class<?> type, String name) {
    return type.getName() + "." + name;
  }

  /// The benchmarks that a name stands for: one of its own, or all that the name begins, as `yield-many` does
  /// `yield-many-future`; none when it is unknown.
  static List<Benchmark> named(String name) {
    if (name.equals("all")) {
      return ALL;
    }
    return ALL.stream().filter(b -> b.name().equals(name) || b.name().startsWith(name + "-")).toList();
  }

  /// The same for a first impression: of several, those that are meant for it.
  static List<Benchmark> inBrief(String name) {
    var named = named(name);
    return named.size() <= 1 ? named : named.stream().filter(Benchmark::isBrief).toList();
  }

  /// A subject and the peer that it is measured beside.
  sealed interface Benchmark {
    /// What the command line calls it.
    String name();

    /// The workload, in words.
    String what();

    /// What is measured.
    String subject();

    /// What it is compared with.
    String peer();

    /// Whether it is meant for a first impression too.
    default boolean isBrief() {
      return true;
    }
  }

  /// One subject beside one peer, as [Comparison] measures them. Of every figure less is better.
  sealed interface Paired extends Benchmark {
  }

  /// Measured in time, by JMH.
  ///
  /// @param subjectMethod the JMH benchmark of the subject
  /// @param peerMethod the JMH benchmark of the peer
  /// @param workers of Kioto and carriers of the JDK; 0 for as many as the command line says
  record Timed(String name, String what, String subject, String peer, String subjectMethod, String peerMethod,
      int workers) implements Paired {

    Timed(String name, String what, String subject, String peer, String subjectMethod, String peerMethod) {
      this(name, what, subject, peer, subjectMethod, peerMethod, 0);
    }
  }

  /// Measured in memory, by [IdleTasks].
  ///
  /// @param subjectKind the subject
  /// @param peerKind the peer
  record Memory(String name, String what, String subject, String peer, IdleTasks.Kind subjectKind,
      IdleTasks.Kind peerKind) implements Paired {}

  /// How long a console waits for everything, by [Snapshots]. The peer has a tenth of the tasks.
  record Snapshot(String name, String what, String subject, String peer) implements Paired {}

  /// Measured in time and lateness, by [LiveTimers].
  ///
  /// @param subjectKind the subject
  /// @param peerKind the peer
  record Timers(String name, String what, String subject, String peer, LiveTimers.Kind subjectKind,
      LiveTimers.Kind peerKind) implements Paired {}

  /// A file that is sent to a socket, by [Copies].
  ///
  /// @param subjectKind the subject
  /// @param peerKind the peer
  record Sent(String name, String what, String subject, String peer, Copies.Kind subjectKind,
      Copies.Kind peerKind) implements Paired {}

  /// Future tasks that are watched, as [WatchComparison] measures them.
  ///
  /// @param method the JMH benchmark
  record Watched(String name, String what, String method) implements Benchmark {
    @Override
    public String subject() {
      return "each level";
    }

    @Override
    public String peer() {
      return Watch.ABSENT.title();
    }
  }

  /// A server that is watched, as [WatchComparison] measures it.
  ///
  /// @param scenario the load
  record WatchedServer(Scenario scenario) implements Benchmark {
    @Override
    public String name() {
      return "instrumentation-" + scenario.name();
    }

    @Override
    public String what() {
      return scenario.what() + ", watched at each level";
    }

    @Override
    public String subject() {
      return "each level";
    }

    @Override
    public String peer() {
      return Watch.ABSENT.title();
    }
  }

  /// The collector beside its goals, as [CollectorBenchmark] measures it.
  ///
  /// @param of what is measured
  record Collecting(CollectorBenchmark of) implements Benchmark {
    @Override
    public String name() {
      return of.title();
    }

    @Override
    public String what() {
      return of.what();
    }

    @Override
    public String subject() {
      return "the collector";
    }

    @Override
    public String peer() {
      return "its goals";
    }
  }

  /// The console's window beside its goals, as [WindowBenchmark] measures it.
  ///
  /// @param of what is measured
  record Windowed(WindowBenchmark of) implements Benchmark {
    @Override
    public String name() {
      return of.title();
    }

    @Override
    public String what() {
      return of.what();
    }

    @Override
    public String subject() {
      return "the window";
    }

    @Override
    public String peer() {
      return "its goals";
    }
  }

  /// The demo `redis` under load, as [dev.kioto.bench.net.RedisComparison] measures it.
  ///
  /// @param scenario the load
  record Redis(RedisScenario scenario) implements Benchmark {
    @Override
    public String name() {
      return scenario.name();
    }

    @Override
    public String what() {
      return scenario.what();
    }

    @Override
    public String subject() {
      return "the demo 'redis'";
    }

    @Override
    public String peer() {
      return "Redis";
    }
  }

  /// The demo `http` under load, as [HttpComparison] measures it.
  record Http() implements Benchmark {
    @Override
    public String name() {
      return HttpComparison.NAME;
    }

    @Override
    public String what() {
      return HttpComparison.WHAT;
    }

    @Override
    public String subject() {
      return "the demo 'http'";
    }

    @Override
    public String peer() {
      return "JDK HttpServer on virtual threads";
    }
  }

  /// Servers under load, as [dev.kioto.bench.net.NetworkComparison] measures them.
  ///
  /// @param scenario the load
  record Network(Scenario scenario) implements Benchmark {
    @Override
    public String name() {
      return scenario.name();
    }

    @Override
    public String what() {
      return scenario.what();
    }

    @Override
    public String subject() {
      return "Kioto's two kinds of tasks";
    }

    @Override
    public String peer() {
      return VIRTUAL + " and Netty";
    }

    @Override
    public boolean isBrief() {
      return scenario.brief();
    }
  }
}
