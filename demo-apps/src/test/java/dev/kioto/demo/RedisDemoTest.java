package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.TaskQuery;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a program: clients from outside, and what a console says of it.
@Timeout(120)
final class RedisDemoTest {

  private static DemoProcess start(String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("redis", "--instrument-port", "0", "--listen", "0"));
    arguments.addAll(List.of(more));
    return DemoProcess.start(List.of(), arguments.toArray(String[]::new));
  }

  private static int serverPort(DemoProcess demo) {
    return demo.port("listens on");
  }

  @Test
  void clients_areServed_andEachIsATaskInTheConsole() throws Exception {
    try (var demo = start("--size", "4");
        var collecting = Collecting.start()) {
      var outside = new RespClient(serverPort(demo));
      assertThat(outside.ask("SET", "brief", "1", "EX", "1000")).isEqualTo("OK");
      var target = collecting.watch(demo).id();
      await().until(() -> named(collecting, target, "^connection-"), count -> count == 5);
      await().until(() -> named(collecting, target, "^client-"), count -> count == 3);
      assertThat(named(collecting, target, "^(accept|expire|subscriber-0)$")).isEqualTo(3);
      var visits = outside.ask("INCR", "visits");
      await().until(() -> outside.ask("GET", "visits"), now -> !visits.endsWith(" " + now));

      outside.close();
      await().until(() -> matched(collecting, target, "name~\"^connection-\" and state:completed"),
          count -> count == 1);
    }
  }

  private static long named(Collecting collecting, String target, String pattern) {
    return matched(collecting, target, "name~\"" + pattern + "\"");
  }

  private static long matched(Collecting collecting, String target, String filter) {
    return collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter(filter)).matched();
  }

  @Test
  void program_isTerminated_answersWhatWasAskedAndEnds() throws Exception {
    try (var demo = start("--size", "0"); var client = new RespClient(serverPort(demo))) {
      assertThat(client.ask("PING")).isEqualTo("PONG");
      demo.port();
      demo.terminate();
      assertThat(client.read()).isEqualTo("(end)");
      assertThat(demo.exitStatus()).isEqualTo(143);
    }
  }

  @Test
  void port_isTaken_namesItAndTheOption() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var demo = DemoProcess.start(List.of(), "redis", "--instrument-port", "0", "--listen",
            String.valueOf(taken.getLocalPort()))) {
      assertThat(demo.exitStatus()).isEqualTo(1);
      assertThat(String.join("\n", demo.lines()))
          .contains(String.valueOf(taken.getLocalPort()))
          .contains("--listen")
          .doesNotContain("Exception");
    }
  }

  @Test
  void stockClients_areServed() throws Exception {
    StockPrograms.assume("redis-cli", "redis-benchmark");
    try (var demo = start("--size", "0")) {
      var port = String.valueOf(serverPort(demo));
      assertThat(StockPrograms.output("redis-cli", "-p", port, "SET", "color", "red", "EX", "100")).isEqualTo("OK");
      assertThat(StockPrograms.output("redis-cli", "-p", port, "GET", "color")).isEqualTo("red");
      assertThat(StockPrograms.output("redis-cli", "-p", port, "GET", "nothing")).isEmpty();
      assertThat(StockPrograms.output("redis-cli", "-p", port, "NOPE")).startsWith("ERR unknown command 'NOPE'");
      assertThat(StockPrograms.output("redis-benchmark", "-p", port, "-t", "set,get,incr", "-n", "2000", "-c", "20",
          "-P", "4", "-q"))
          .contains("SET: ", "GET: ", "INCR: ")
          .doesNotContain("WARNING", "rror");
    }
  }
}
