package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.TaskQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a program, and what a console says of it.
@Timeout(120)
final class BlockingDemoTest {

  @Test
  void pool_isAtItsCap_andTheRestGoesOn() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "blocking", "--instrument-port", "0", "--size", "2", "--rate", "3");
        var collecting = Collecting.start()) {
      var target = collecting.watch(demo).id();
      // Three times as many jobs as there are threads: some wait for one while others run.
      await().until(() -> matched(collecting, target, "name=shrink and state:scheduled"), count -> count > 0);
      await().until(() -> matched(collecting, target, "name=shrink and state:completed"), count -> count >= 12);
      await().until(() -> matched(collecting, target, "name~\"^(heartbeat|report|backup|children)$\" and polls>5"),
          count -> count == 4);
      await().until(() -> demo.lines().stream().anyMatch(said -> said.matches(
          "blocking: .* jobs, [1-9].* reports, [1-9]\\d* files copied, [1-9]\\d* children; .* of 2 threads")),
          seen -> seen);
      demo.terminate();
      assertThat(demo.exitStatus()).isEqualTo(143);
    }
  }

  private static long matched(Collecting collecting, String target, String filter) {
    return collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter(filter)).matched();
  }
}
