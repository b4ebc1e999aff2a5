package dev.kioto.demo.redis;

import dev.kioto.codec.Encoder;
import dev.kioto.codec.Framed;
import dev.kioto.demo.body.Stage;
import dev.kioto.net.TcpStream;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// A client of the demo's: one in four listens to a topic, the others set, get, count and publish. A direct task.
final class DemoClient {

  private static final int EVERY_SUBSCRIBER = 4;
  private static final int KEYS = 100;
  private static final String TOPIC = "news";

  private static final Encoder<Request> REQUESTS = (request, out) -> {
    out.put(("*" + request.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (var part : request.parts()) {
      out.put(("$" + part.length + "\r\n").getBytes(StandardCharsets.US_ASCII)).put(part).put((byte) '\r')
          .put((byte) '\n');
    }
  };

  private final Stage stage;
  private final Framed<Reply, Request> server;
  private final SplittableRandom random;

  private DemoClient(Stage stage, TcpStream stream, int number) {
    this.stage = stage;
    this.server = Framed.of(stream, new ReplyDecoder(), REQUESTS);
    this.random = new SplittableRandom(number);
  }

  static void spawn(Stage stage, int port, int number) {
    boolean listens = number % EVERY_SUBSCRIBER == 0;
    stage.runtime().task().name((listens ? "subscriber-" : "client-") + number).spawn(() -> {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (var stream = TcpStream.connect(address).await()) {
        var client = new DemoClient(stage, stream, number);
        if (listens) client.listen();
        else client.ask();
      } catch (UncheckedIOException _) {
        // The server has stopped.
      }
    });
  }

  private void listen() {
    server.send(Request.of("SUBSCRIBE", TOPIC)).await();
    while (server.next().await() != null) {
      // What comes is of no interest here: it is there to be looked at.
    }
  }

  private void ask() {
    while (!stage.stop().isCancelled()) {
      server.send(request()).await();
      if (server.next().await() == null) return;
      Time.sleep(stage.load().pause(random.nextInt(20, 200))).await();
    }
  }

  private Request request() {
    var key = "key:" + random.nextInt(KEYS);
    return switch (random.nextInt(10)) {
      case 0 -> Request.of("PUBLISH", TOPIC, "it is " + random.nextInt());
      case 1 -> Request.of("INCR", "visits");
      case 2, 3 -> Request.of("SET", key, "for a while", "EX", String.valueOf(random.nextInt(2, 20)));
      case 4 -> Request.of("SET", key, "for ever");
      default -> Request.of("GET", key);
    };
  }
}
