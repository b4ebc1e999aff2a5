package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AccessOptionsTest {

  private static final String TOKEN = "read-token-0123456789";
  private static final Path FILES = Path.of("src/test/resources/dev/kioto/console/collector/tls");
  private static final Path CERTIFICATE = FILES.resolve("right-certificate.pem");
  private static final Path KEY = FILES.resolve("right-key.pem");

  @TempDir
  private Path folder;

  @Test
  void command_withTokenFileAndAuthorities_lists() throws Exception {
    var tokenFile = Files.writeString(folder.resolve("token"), TOKEN + "\nnot this\n");
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).readToken(TOKEN).tls(CERTIFICATE, KEY).start()) {
      var target = server.collector().attach(program.address()).target();
      await().until(() -> target.snapshot().tasks().total() == 1);
      var uri = server.uri().toString();

      var run = CommandRun.of("tasks", "--server", uri, "--token-file", tokenFile.toString(), "--authorities",
          CERTIFICATE.toString());
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out()).contains("one");
      assertThat(CommandRun.of("tasks", "--server", uri, "--authorities", CERTIFICATE.toString()).err())
          .contains("--token-file");
      assertThat(CommandRun.of("tasks", "--server", uri, "--token-file", folder.resolve("none").toString()).err())
          .contains("The token cannot be read from");
    }
  }

  @Test
  void server_withHalfOfTls_isAUsageError() {
    var run = CommandRun.of("server", "--port", "0", "--no-data", "--certificate", CERTIFICATE.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("--key");
  }

  @Test
  void server_beyondLoopbackWithoutAToken_namesTheOptions() {
    var run = CommandRun.of("server", "--port", "0", "--no-data", "--host", "0.0.0.0");

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err()).contains("--read-token-file", "--act-token-file");
  }

  @Test
  void server_withAWeakToken_saysWhatIsRight() throws Exception {
    var file = Files.writeString(folder.resolve("token"), "short\n");
    var run = CommandRun.of("server", "--port", "0", "--no-data", "--act-token-file", file.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("16 to 1024").doesNotContain("short");
  }
}
