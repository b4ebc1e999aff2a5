package dev.kioto.bench.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the server of the demo `http` and the JDK's own, with a virtual thread for each exchange, under the same load of `wrk`, in
/// rounds: in each, one after the other, in new processes.
public final class HttpComparison {
  /// Its name on the command line.
  public static final String NAME = "http-64";

  /// The workload, in words.
  public static final String WHAT = "a server of JSON: 64 connections of wrk";

  private static final int CONNECTIONS = 64;

  private HttpComparison() {}

  /// What is missing on this machine, and how to get it; nothing when it can be measured.
  public static Optional<String> missing() {
    return Wrk.path().isEmpty() ? Optional.of(Wrk.advice()) : Optional.empty();
  }

  /// Measures, and gives a row for each server.
  ///
  /// @throws IllegalStateException when a process fails
  public static List<PeerRow> run(NetworkEffort effort) {
    var own = new ArrayList<Figures>();
    var jdk = new ArrayList<Figures>();
    for (int i = 0; i < effort.rounds(); i++) {
      own.add(measure("demo", List.of(), effort));
      jdk.add(measure("jdk", List.of("-Dsun.net.httpserver.nodelay=true"), effort));
    }
    var peer = Figures.median(jdk);
    return List.of(PeerRow.of(NAME, "the demo 'http'", Figures.median(own), peer, effort.rounds()),
        PeerRow.of(NAME, "JDK HttpServer", peer, peer, effort.rounds()));
  }

  private static Figures measure(String which, List<String> options, NetworkEffort effort) {
    try (var server = Child.jvm(options, HttpMain.class, effort.workers(), List.of(which, "" + effort.workers()))) {
      return Wrk.measure(Integer.parseInt(server.line()), server.pid(), HttpMain.PATH, CONNECTIONS, effort);
    }
  }
}
