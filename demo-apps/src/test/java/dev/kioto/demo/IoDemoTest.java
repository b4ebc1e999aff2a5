package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.TaskQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a program: members of the chat room from outside, and what a console says of it.
@Timeout(120)
final class IoDemoTest {

  @Test
  void members_hearEachOther_andTheConsoleShowsWhoWaits() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "io", "--instrument-port", "0", "--listen", "0", "--rate", "5");
        var one = member(demo);
        var two = member(demo);
        var collecting = Collecting.start()) {
      var hears = new BufferedReader(new InputStreamReader(two.getInputStream(), StandardCharsets.UTF_8));
      one.getOutputStream().write("good morning\n".getBytes(StandardCharsets.UTF_8));
      String line = hears.readLine();
      while (line != null && !line.endsWith(": good morning")) line = hears.readLine();
      assertThat(line).isNotNull();

      var target = collecting.watch(demo).id();
      var client = collecting.client();
      await().until(
          () -> client.tasks(target, TaskQuery.DEFAULT.withFilter("name~\"^(tcp|unix|udp)-client-\" and polls>5"))
              .matched(),
          count -> count == 12);
      // A dawdler's own task is at a write that the dawdler does not take.
      await().until(
          () -> client.operations(target, ListQuery.DEFAULT.with("filter", "source~send and state:waiting")).matched(),
          count -> count > 0);
      await().until(
          () -> demo.lines().stream().anyMatch(said -> said.matches("io: .* [1-9]\\d* denied, [1-9]\\d* refused")),
          seen -> seen);
      demo.terminate();
      assertThat(demo.exitStatus()).isEqualTo(143);
    }
  }

  private static Socket member(DemoProcess demo) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), demo.port("listens on"));
  }
}
