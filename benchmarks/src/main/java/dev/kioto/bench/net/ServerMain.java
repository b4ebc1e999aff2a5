package dev.kioto.bench.net;

import dev.kioto.bench.net.Subject.Protocol;
import java.io.IOException;

/// One server in a process of its own. Prints its port, and ends when its standard input does: so also when whoever started it is
/// gone, for whatever reason.
public final class ServerMain {
  private ServerMain() {}

  /// @param args the subject, the protocol, and the number of workers
  public static void main(String[] args) throws IOException {
    int workers = Integer.parseInt(args[2]);
    try (var server = Subject.valueOf(args[0]).start(Protocol.valueOf(args[1]), workers)) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Whatever it is, it is not the end.
      }
    }
    System.exit(0); // without waiting for the connections of virtual threads
  }
}
