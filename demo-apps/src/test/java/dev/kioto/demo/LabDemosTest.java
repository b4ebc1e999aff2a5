package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.TaskQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The workloads of the lab as programs, and what a console says of them.
@Timeout(120)
final class LabDemosTest {

  @Test
  void pairs_andBystanders_allGetOn() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "ping-pong", "--instrument-port", "0");
        var collecting = Collecting.start()) {
      var target = collecting.watch(demo).id();
      for (var name : List.of("ping-0", "pong-1", "bystander-3")) {
        await().until(() -> polled(collecting, target, name), count -> count == 1);
      }
    }
  }

  @Test
  void bursts_comeAndAreOver() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "skew", "--instrument-port", "0", "--size", "8");
        var collecting = Collecting.start()) {
      var target = collecting.watch(demo).id();
      await()
          .until(() -> collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter("name=part and state=completed"))
              .matched(), count -> count > 100);
      assertThat(collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter("name=splitter")).matched()).isOne();
    }
  }

  private static long polled(Collecting collecting, String target, String name) {
    return collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter("name=" + name + " and polls>1000"))
        .matched();
  }
}
