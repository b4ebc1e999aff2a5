package dev.kioto.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the server of the demo `redis` and the stock one under the same load, in turn and again and again: the demo's on one
/// worker, as Redis is one thread, and on all of them. Each is warmed up first, long enough for the JVM's compiler to be done. Because two
/// JVMs do not compile the same code alike, all of it is done twice, with new processes.
public final class RedisComparison {
  private static final int LAUNCHES = 2;
  private static final int WARM_UPS = 4; // times the warm-up of other servers: the compiler is at work for that long

  // A guess at what is done in a millisecond, for runs of the length that is asked for.
  private static final int PER_MILLI = 50;
  private static final int PER_MILLI_PIPELINED = 8 * PER_MILLI;

  private RedisComparison() {}

  /// What is missing on this machine, and how to get it; nothing when it can be measured.
  public static Optional<String> missing() {
    return RedisLoad.missing();
  }

  /// About how long a scenario takes.
  public static long seconds(NetworkEffort effort) {
    long millis = (long) WARM_UPS * effort.warmupMillis() + (long) effort.rounds() * effort.millis();
    return (long) LAUNCHES * subjects(effort).size() * (millis + 1_000) / 1_000;
  }

  /// Measures, and gives a row for each server.
  ///
  /// @throws IllegalStateException when a process fails
  public static List<PeerRow> run(RedisScenario scenario, NetworkEffort effort) {
    var subjects = subjects(effort);
    var figures = new ArrayList<List<Figures>>();
    subjects.forEach(_ -> figures.add(new ArrayList<>()));
    for (int i = 0; i < LAUNCHES; i++) {
      measure(subjects, scenario, effort, figures);
    }
    var medians = figures.stream().map(Figures::median).toList();
    var rows = new ArrayList<PeerRow>();
    for (int i = 0; i < subjects.size(); i++) {
      rows.add(PeerRow.of(scenario.name(), subjects.get(i).title(), medians.get(i), medians.getLast(),
          LAUNCHES * effort.rounds()));
    }
    return List.copyOf(rows);
  }

  // The peer last.
  private static List<Candidate> subjects(NetworkEffort effort) {
    var subjects = new ArrayList<Candidate>();
    subjects.add(new Candidate(1));
    if (effort.workers() > 1) {
      subjects.add(new Candidate(effort.workers()));
    }
    subjects.add(new Candidate(0));
    return List.copyOf(subjects);
  }

  private static void measure(List<Candidate> subjects, RedisScenario scenario, NetworkEffort effort,
      List<List<Figures>> figures) {
    int perMilli = scenario.pipeline() == 1 ? PER_MILLI : PER_MILLI_PIPELINED;
    var running = new ArrayList<Running>();
    try {
      for (var subject : subjects) {
        var server = subject.start();
        running.add(server);
        RedisLoad.warmUp(server.port(), scenario, WARM_UPS * effort.warmupMillis() * perMilli);
      }
      for (int i = 0; i < effort.rounds(); i++) {
        for (int j = 0; j < running.size(); j++) {
          var server = running.get(j);
          figures.get(j)
              .add(RedisLoad.measure(server.port(), server.process().pid(), scenario, effort.millis() * perMilli));
        }
      }
    } finally {
      running.forEach(Running::close);
    }
  }

  /// A server that is measured.
  ///
  /// @param workers of the demo; 0 for Redis
  private record Candidate(int workers) {
    String title() {
      return switch (workers) {
        case 0 -> "Redis";
        case 1 -> "the demo 'redis', 1 worker";
        default -> "the demo 'redis', " + workers + " workers";
      };
    }

    Running start() {
      if (workers > 0) {
        var process = Child.jvm(RedisMain.class, workers, List.of("" + workers));
        return new Running(process, Integer.parseInt(process.line()));
      }
      int port = freePort();
      return new Running(RedisLoad.stockServer(port), port);
    }
  }

  /// One that runs.
  private record Running(Child process, int port) {
    void close() {
      process.terminate();
      process.close();
    }
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
