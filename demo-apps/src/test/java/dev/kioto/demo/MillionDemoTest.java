package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.TaskQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo as a program, in its short form, and what a console says of it.
@Timeout(120)
final class MillionDemoTest {

  @Test
  void tasks_areAllThere_andTheBusyOnesAmongThem() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "million", "--instrument-port", "0", "--size", "20000", "--rate", "2");
        var collecting = Collecting.start()) {
      var target = collecting.watch(demo).id();
      await().until(() -> matched(collecting, target, "name=idle"), count -> count == 19_980);
      await().until(() -> matched(collecting, target, "name=busy and polls>3"), count -> count == 20);
      assertThat(matched(collecting, target, "name=idle and polls>1")).isZero();
      await().until(() -> demo.lines().contains("million: all of the 20,000 tasks are there"), said -> said);
    }
  }

  @Test
  void memory_isTooLittle_saysHowMuchItTakes() throws Exception {
    try (var demo = DemoProcess.start(List.of("-Xmx300m"), "million", "--instrument-port", "0")) {
      assertThat(demo.exitStatus()).isEqualTo(1);
      assertThat(String.join("\n", demo.lines()))
          .contains("1,000,000 tasks need a heap of about 1,558 MiB", "JAVA_TOOL_OPTIONS=-Xmx1558m")
          .doesNotContain("Exception");
    }
  }

  private static long matched(Collecting collecting, String target, String filter) {
    return collecting.client().tasks(target, TaskQuery.DEFAULT.withFilter(filter)).matched();
  }
}
