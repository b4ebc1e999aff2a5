package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.json.ApiJson;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `kioto diagnose` against a real program.
@Timeout(60)
final class DiagnoseCommandTest {

  private final Instrumentation instrumentation = Instrumentation.builder()
      .name("shop")
      .bind("127.0.0.1", 0)
      .publishInterval(Duration.ofMillis(50))
      .start();
  private final Runtime runtime = Runtime.builder().enableAll().name("shop").workerThreads(2)
      .probe(instrumentation.probe())
      .build();
  private final String program = "127.0.0.1:" + instrumentation.port();

  @AfterEach
  void stop() {
    runtime.shutdownBackground();
    instrumentation.close();
  }

  private void spawnOneWithoutAWaker() {
    runtime.task().name("forgotten").spawn(Futures.pending());
  }

  @Test
  void program_isHealthy_endsWithZero() {
    runtime.task().name("cart").spawn(Time.sleep(Duration.ofHours(1)));

    var run = CommandRun.of("diagnose", program, "--for", "2s");

    assertThat(run.out()).startsWith("nothing found in shop in 2 s");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void program_isSick_saysSoAndEndsWithOne() {
    spawnOneWithoutAWaker();

    var run = CommandRun.of("diagnose", program, "--for", "3s");

    assertThat(run.out()).contains("lost-waker").contains("'forgotten'").contains("  evidence  ").contains("  try  ")
        .contains("1 found in shop in 3 s");
    assertThat(run.err()).contains("looking at shop for 3 s");
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND);
  }

  @Test
  void json_hasTargetDiagnosesAndWhoCannotTell() throws IOException {
    spawnOneWithoutAWaker();

    var run = CommandRun.of("diagnose", program, "--for", "3s", "--json");

    var report = ApiJson.mapper().readTree(run.out());
    assertThat(report.path("target").path("name").asText()).isEqualTo("shop");
    assertThat(report.path("diagnoses").path(0).path("detector").asText()).isEqualTo("lost-waker");
    assertThat(report.path("diagnoses").path(0).path("state").asText()).isEqualTo("active");
    assertThat(report.path("cannotTell").isArray()).isTrue();
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND);
  }

  @Test
  void failOn_critical_letsAWarningPass() {
    runtime.task().name("spinner").spawn((Future<@Nullable Void>) cx -> {
      cx.waker().wake();
      return Poll.pending();
    });

    var run = CommandRun.of("diagnose", program, "--for", "3s", "--fail-on", "critical");

    assertThat(run.out()).contains("WARNING  self-wake").doesNotContain("CRITICAL");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void program_isNotThere_endsWithThree() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    var run = CommandRun.of("diagnose", "127.0.0.1:" + port, "--for", "1s");

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("127.0.0.1:" + port);
  }

  @Test
  void arguments_wrong_endWithTwo() {
    assertThat(CommandRun.of("diagnose", program, "--for", "soon").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(CommandRun.of("diagnose", program, "--fail-on", "never").status()).isEqualTo(ExitStatus.USAGE);
  }
}
