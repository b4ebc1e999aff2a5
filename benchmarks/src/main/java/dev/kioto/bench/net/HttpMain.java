package dev.kioto.bench.net;

import com.sun.net.httpserver.HttpServer;
import dev.kioto.demo.http.HttpLimits;
import dev.kioto.net.TcpListener;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.TaskTracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// A server of HTTP in a process of its own: that of the demo `http`, or the JDK's with a virtual thread for each exchange. Prints its
/// port, and ends when its standard input does.
public final class HttpMain {
  /// What is asked for.
  static final String PATH = "/api/hello";

  private static final byte[] HELLO = "{\"hello\":\"world\"}\n".getBytes(StandardCharsets.US_ASCII);

  private HttpMain() {}

  /// @param args `demo` or `jdk`, and the number of workers
  public static void main(String[] args) throws IOException {
    System.out.println(args[0].equals("demo") ? demo(Integer.parseInt(args[1])) : jdk());
    while (System.in.read() >= 0) {
      // Whatever it is, it is not the end.
    }
    System.exit(0);
  }

  private static int demo(int workers) {
    var runtime = Runtime.builder().enableAll().workerThreads(workers).build();
    var listener = runtime.blockOn(() -> TcpListener.bind(Server.anyPort()));
    runtime.blockOn(() -> {
      dev.kioto.demo.http.HttpServer.start(listener, null, HttpLimits.DEFAULT, new CancellationToken(),
          new TaskTracker());
    });
    return listener.localAddress().getPort();
  }

  private static int jdk() throws IOException {
    var server = HttpServer.create(Server.anyPort(), Server.BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PATH, exchange -> {
      try (exchange) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, HELLO.length);
        exchange.getResponseBody().write(HELLO);
      }
    });
    server.start();
    return server.getAddress().getPort();
  }
}
