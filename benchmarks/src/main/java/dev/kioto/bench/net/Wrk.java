package dev.kioto.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The load on an HTTP server: `wrk`, a public program that is installed apart.
final class Wrk {
  private static final String MARK = "kioto ";

  // Of all that wrk knows at the end, what is looked for; times in microseconds.
  private static final String SCRIPT = """
      done = function(summary, latency, requests)
        local errors = summary.errors
        io.write(string.format("%s%%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
          errors.connect + errors.read + errors.write + errors.status + errors.timeout,
          latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
      end
      """.formatted(MARK);

  private Wrk() {}

  /// Where it is, if it is there.
  static Optional<Path> path() {
    return OnPath.find("wrk");
  }

  /// What to do when it is not there.
  static String advice() {
    return "wrk is not on the PATH: install it (Debian, Ubuntu: apt-get install wrk; macOS: brew install wrk)";
  }

  /// Puts a server under load: first to warm it up, and then measured.
  ///
  /// @param pid of the server
  /// @param path what is asked for
  /// @throws IllegalStateException when wrk is missing, or reports errors
  static Figures measure(int port, long pid, String path, int connections, NetworkEffort effort) {
    try {
      var script = Files.createTempFile("kioto-wrk", ".lua");
      try {
        Files.writeString(script, SCRIPT);
        run(script, port, path, connections, effort.loadThreads(), effort.warmupMillis());
        long before = Child.cpuNanos(pid);
        var n = run(script, port, path, connections, effort.loadThreads(), effort.millis());
        double cpuMicros = (Child.cpuNanos(pid) - before) / 1e3;
        return new Figures(n[0] / n[1] * 1e6, n[3], n[4], n[5], cpuMicros / n[0]);
      } finally {
        Files.deleteIfExists(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the script for wrk", e);
    }
  }

  private static double[] run(Path script, int port, String path, int connections, int threads, int millis) {
    String wrk = path().orElseThrow(() -> new IllegalStateException(advice())).toString();
    try (var child = Child.start(wrk, "-t", "" + Math.min(threads, connections), "-c", "" + connections, "-d",
        Math.ceilDiv(millis, 1_000) + "s", "-s", script.toString(), "http://127.0.0.1:" + port + path)) {
      String line;
      do {
        line = child.line();
      } while (!line.startsWith(MARK));
      var figures = Arrays.stream(line.substring(MARK.length()).split(" ", -1)).mapToDouble(Double::parseDouble)
          .toArray();
      if (figures[0] == 0 || figures[2] > 0) {
        throw new IllegalStateException("wrk has made " + figures[0] + " requests, with " + figures[2] + " errors");
      }
      return figures;
    }
  }
}
