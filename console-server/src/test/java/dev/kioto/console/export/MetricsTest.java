package dev.kioto.console.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MetricsTest {

  private static final String PROGRAM = "program=\"odd \\\"name\\\"\\\\\\n\"";
  private static final String NAMES = PROGRAM + ",target=\"1\"";
  private static final Pattern LINE = Pattern
      .compile("# (HELP|TYPE|UNIT) [a-z_:]+ .*|# EOF|[a-z_]+(\\{([a-z_]+=\"(\\\\.|[^\"\\\\])*\",?)*})? [0-9.eE+-]+");

  private static FakeTarget program;
  private static ConsoleServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    var stats = Wire.stats(0).setPollStats(Wire.stats(0).getPollStats().toBuilder().setPolls(4)
        .setBusyTime(Wire.millis(8))).setScheduledTime(Wire.millis(2)).setWakes(7).setSelfWakes(3);
    program = FakeTarget.kioto(Wire.description("run-1", Capability.WORKERS, Capability.RUNTIMES).toBuilder()
        .setName("odd \"name\"\\\n").build(), Wire.update(10_000).metadata().task(1, "one", stats).build());
    program.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(10_000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setPolls(5).setNoopWakeups(2)).build());
    program.setRuntimes(RuntimesUpdate.newBuilder().setNow(Wire.at(10_000))
        .addRuntimes(RuntimeState.newBuilder().setId(1).setGlobalQueueDepth(9)).build());
    server = ConsoleServer.builder().port(0).start();
    server.collector().attach(program.address());
    await().until(() -> !server.collector().targets().getFirst().run().model().schedulers().runtimes().all().isEmpty()
        && !server.collector().targets().getFirst().run().model().schedulers().workers().all().isEmpty());
    http = HttpClient.newHttpClient();
    await().until(() -> scrape(null).body().contains("kioto_diagnoses_active")); // looked at twice a second
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
    program.close();
  }

  @Test
  void metrics_ofAProgram_areItsFigures() throws Exception {
    assertThat(scrape(null).body().lines().toList()).contains(
        "kioto_targets{state=\"connected\"} 1.0",
        "kioto_tasks{" + PROGRAM + ",state=\"idle\",target=\"1\"} 1.0",
        "kioto_task_polls_total{" + NAMES + "} 4.0",
        "kioto_task_wakes_total{" + NAMES + "} 7.0",
        "kioto_task_self_wakes_total{" + NAMES + "} 3.0",
        "kioto_task_busy_seconds_total{" + NAMES + "} 0.008",
        "kioto_task_poll_time_seconds_bucket{" + NAMES + ",le=\"0.001048576\"} 0",
        "kioto_task_poll_time_seconds_bucket{" + NAMES + ",le=\"0.002097152\"} 4",
        "kioto_task_poll_time_seconds_bucket{" + NAMES + ",le=\"+Inf\"} 4",
        "kioto_task_poll_time_seconds_sum{" + NAMES + "} 0.008",
        "kioto_task_scheduling_delay_seconds_count{" + NAMES + "} 4",
        "kioto_worker_polls_total{" + PROGRAM + ",runtime=\"1\",target=\"1\",worker=\"0\"} 5.0",
        "kioto_worker_noop_wakeups_total{" + PROGRAM + ",runtime=\"1\",target=\"1\",worker=\"0\"} 2.0",
        "kioto_runtime_global_queue_depth{" + PROGRAM + ",runtime=\"1\",target=\"1\"} 9.0",
        "kioto_target_messages_total{kind=\"update\"," + NAMES + "} 1.0",
        "kioto_diagnoses_active{detector=\"lost-waker\"," + NAMES + "} 0.0",
        "kioto_events_lost_total{" + NAMES + "} 0.0");
  }

  @Test
  void metrics_inBothFormats_haveLinesOfTheirGrammar() throws Exception {
    var prometheus = scrape("text/plain");
    var openMetrics = scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");

    assertThat(prometheus.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
    assertThat(openMetrics.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text; version=1.0.0");
    for (var text : List.of(prometheus.body(), openMetrics.body())) {
      assertThat(text.lines()).isNotEmpty().allMatch(line -> LINE.matcher(line).matches());
    }
    assertThat(openMetrics.body()).endsWith("# EOF\n");
  }

  @Test
  void figures_haveNamesOfBothWorlds() {
    assertThat(Arrays.stream(Figure.values()).map(Figure::text)).doesNotHaveDuplicates()
        .allMatch(name -> name.matches("kioto(\\.[a-z]+)+"));
    assertThat(Arrays.stream(Figure.values()).map(Figure::prometheusName)).doesNotHaveDuplicates()
        .contains("kioto_task_polls_total", "kioto_worker_busy_seconds_total", "kioto_target_info",
            "kioto_recorder_cpu_ratio", "kioto_recorder_memory_bytes");
  }

  @Test
  void figures_areAllInTheDocumentation() throws Exception {
    var page = Files.readString(Path.of("../docs/metrics.md"));

    for (var figure : Figure.values()) {
      assertThat(page).contains("`" + figure.text() + "`", "`" + figure.prometheusName() + "`");
    }
  }

  private static HttpResponse<String> scrape(@Nullable String accept) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.uri() + "metrics"));
    if (accept != null) request.header("Accept", accept);
    var answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }
}
