package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.TaskQuery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a program: a stock client from outside, and what a console says of it.
@Timeout(120)
final class HttpDemoTest {

  @Test
  void clients_areServed_andEachIsATaskInTheConsole() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "http", "--instrument-port", "0", "--listen", "0", "--size", "3");
        var client = HttpClient.newHttpClient();
        var collecting = Collecting.start()) {
      var server = URI.create("http://127.0.0.1:" + demo.port("listens on"));
      var hello = client.send(HttpRequest.newBuilder(server.resolve("/api/hello")).build(), BodyHandlers.ofString());
      assertThat(hello.body()).isEqualTo("{\"hello\":\"world\"}\n");
      var ticks = client.send(HttpRequest.newBuilder(server.resolve("/api/ticks?count=3")).build(),
          BodyHandlers.ofString());
      assertThat(ticks.body()).isEqualTo("tick 0\ntick 1\ntick 2\n");
      var file = client.send(HttpRequest.newBuilder(server.resolve("/pom.xml")).build(), BodyHandlers.ofString());
      assertThat(file.body()).contains("<project");

      var target = collecting.watch(demo).id();
      await().until(() -> matched(collecting, target, "name~\"^client-\""), count -> count == 3);
      await().until(() -> matched(collecting, target, "name~\"^connection-\" and polls>3"), count -> count >= 4);
      demo.terminate();
      assertThat(demo.exitStatus()).isEqualTo(143);
    }
  }

  @Test
  void stockLoad_isServedWithoutAnError() throws Exception {
    StockPrograms.assume("wrk");
    try (var demo = DemoProcess.start(List.of(), "http", "--instrument-port", "0", "--listen", "0", "--size", "0")) {
      var hello = "http://127.0.0.1:" + demo.port("listens on") + "/api/hello";
      assertThat(StockPrograms.output("wrk", "-t", "1", "-c", "64", "-d", "1s", hello))
          .contains("requests in")
          .doesNotContain("Non-2xx", "Socket errors");
    }
  }

  private static long matched(Collecting collecting, String target, String filter) {
    return collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter(filter)).matched();
  }
}
