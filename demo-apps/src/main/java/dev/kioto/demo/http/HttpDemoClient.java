package dev.kioto.demo.http;

import dev.kioto.demo.body.Stage;
import dev.kioto.io.BufReader;
import dev.kioto.net.TcpStream;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// A client of the demo's, which asks, reads the answer, and thinks for a while. A direct task.
final class HttpDemoClient {

  private static final List<String> PATHS = List.of("/api/hello", "/api/hello", "/api/stats", "/README.md", "/nothing");
  private static final int LONGEST_LINE = 1_024;

  private HttpDemoClient() {}

  static void spawn(Stage stage, int port, int number) {
    var random = new SplittableRandom(number);
    stage.runtime().task().name("client-" + number).spawn(() -> {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (var stream = TcpStream.connect(address).await(); var in = new BufReader<>(stream)) {
        while (!stage.stop().isCancelled()) {
          ask(stream, in, PATHS.get(random.nextInt(PATHS.size())));
          Time.sleep(stage.load().pause(random.nextInt(20, 400))).await();
        }
      } catch (UncheckedIOException _) {
        // The server has stopped.
      }
    });
  }

  private static void ask(TcpStream stream, BufReader<TcpStream> in, String path) {
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.writeAll(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII))).await();
    int length = 0;
    while (true) {
      var line = in.readLine(LONGEST_LINE).await();
      if (line == null || line.isEmpty()) break;
      if (line.startsWith("Content-Length: ")) length = Integer.parseInt(line.substring("Content-Length: ".length()));
    }
    in.readExact(ByteBuffer.allocate(length)).await();
  }
}
