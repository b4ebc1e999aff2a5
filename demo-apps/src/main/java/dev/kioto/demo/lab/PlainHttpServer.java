package dev.kioto.demo.lab;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executors;

/// A server that knows nothing of Kioto: the JDK's own, with a virtual thread for each request. It serves on whichever scheduler its
/// virtual threads are put, so that the lab can compare the two.
public final class PlainHttpServer {

  private static final int STANDARD_PORT = 8087;
  private static final int BYTES = 1024;
  private static final int COMPUTE_ROUNDS = 5_000; // some microseconds, as a handler takes to make its answer

  private PlainHttpServer() {}

  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? STANDARD_PORT : Integer.parseInt(arguments[0]);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> {
      try (exchange) {
        var body = body(exchange.getRequestURI().getPath().hashCode());
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    });
    server.start();
    System.out.println("serving at http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static byte[] body(int seed) {
    long value = seed;
    for (int i = 0; i < COMPUTE_ROUNDS; i++) value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    var body = new byte[BYTES];
    Arrays.fill(body, (byte) '.');
    var start = Long.toHexString(value).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, body, 0, start.length);
    return body;
  }
}
