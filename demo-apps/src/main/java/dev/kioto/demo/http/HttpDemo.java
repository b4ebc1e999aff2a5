package dev.kioto.demo.http;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Stage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A server of files and JSON, and some clients of its own, so that there is something to see.
public final class HttpDemo implements Demo {

  private static final int PORT = 8080;

  public HttpDemo() {}

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String look() {
    return "an HTTP server of this directory and of JSON: each 'connection-…' waits for its next request, with a timer of its own";
  }

  @Override
  public String sizeOf() {
    return "clients of its own, 0 for none";
  }

  @Override
  public int standardSize() {
    return 8;
  }

  @Override
  public void start(Stage stage) {
    var listener = stage.listen("a server for browsers", PORT);
    int port = listener.localAddress().getPort();
    var server = HttpServer.start(listener, Path.of(""), HttpLimits.DEFAULT, stage.stop(), stage.tasks());
    for (int i = 0; i < stage.load().size(); i++) HttpDemoClient.spawn(stage, port, i);
    var before = new AtomicLong();
    stage.sayProgress(() -> {
      long requests = server.stats().requests();
      return String.format(Locale.ROOT, "%d connections, %,d requests, %,d of them since", server.connections(),
          requests,
          requests - before.getAndSet(requests));
    });
  }
}
