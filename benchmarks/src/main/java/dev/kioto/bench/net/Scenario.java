package dev.kioto.bench.net;

import dev.kioto.bench.net.Subject.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A load to put each subject under.
///
/// @param protocol what is spoken
/// @param connections at a time
/// @param bytes of a message; 0 where the protocol says
/// @param brief whether it is part of a short measurement
public record Scenario(Protocol protocol, int connections, int bytes, boolean brief) {
  private static final List<Integer> CONNECTIONS = List.of(1, 64, 1_000);
  private static final int FEW = 64;
  private static final int SMALL = 64;
  private static final int LARGE = 16 * 1024;

  /// All there are.
  public static List<Scenario> all() {
    var all = new ArrayList<Scenario>();
    for (int bytes : List.of(SMALL, LARGE)) {
      for (int connections : CONNECTIONS) {
        all.add(new Scenario(Protocol.ECHO, connections, bytes, bytes == SMALL && connections <= FEW));
      }
    }
    for (int connections : CONNECTIONS) {
      all.add(new Scenario(Protocol.HTTP, connections, 0, connections == FEW));
    }
    return List.copyOf(all);
  }

  /// Its name on the command line.
  public String name() {
    return switch (protocol) {
      case ECHO -> "net-echo-" + connections + (bytes == SMALL ? "-64b" : "-16k");
      case HTTP -> "net-http-" + connections;
    };
  }

  /// The workload, in words.
  public String what() {
    String at = connections == 1 ? "1 connection" : String.format(Locale.ROOT, "%,d connections", connections);
    return switch (protocol) {
      case ECHO -> "an echo server: " + at + ", messages of " + bytes + " bytes";
      case HTTP -> "an HTTP/1.1 server that says hello: " + at + " of wrk";
    };
  }
}
