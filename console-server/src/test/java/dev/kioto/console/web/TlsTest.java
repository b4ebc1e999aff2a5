package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ClientAccess;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.UnreachableException;
import dev.kioto.console.client.WindowListener;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TlsTest {

  private static final String TOKEN = "read-token-0123456789";
  private static final Path FILES = Path.of("src/test/resources/dev/kioto/console/collector/tls");
  private static final Path CERTIFICATE = FILES.resolve("right-certificate.pem");
  private static final Path KEY = FILES.resolve("right-key.pem");

  @TempDir
  private Path folder;

  private static ConsoleServer server() throws Exception {
    return ConsoleServer.builder().port(0).readToken(TOKEN).tls(CERTIFICATE, KEY).start();
  }

  @Test
  void client_thatTrustsTheAuthority_readsAndGetsWindows() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).build());
        var server = server();
        var client = ConsoleClient.of(server.uri(), new ClientAccess(TOKEN, CERTIFICATE))) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      var target = server.collector().attach(program.address()).target();
      await().until(() -> client.target(target.id()).tasks().total() == 1);
      BlockingQueue<Window> windows = new LinkedBlockingQueue<>();

      var request = new WindowRequest("", "-total", 0, 10, 50);
      try (var _ = client.openWindow(target.id(), request, new Collecting(windows))) {
        var window = windows.poll(20, TimeUnit.SECONDS);

        assertThat(window).isNotNull();
        assertThat(window.rows()).extracting("name").containsExactly("one");
      }
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.detach(target.id()))
          .satisfies(refused -> assertThat(refused.problem().type()).endsWith("read-only-token"));
    }
  }

  @Test
  void client_thatDoesNotTrustTheAuthority_isToldHowTo() throws Exception {
    try (var server = server(); var client = ConsoleClient.of(server.uri())) {
      assertThatExceptionOfType(UnreachableException.class).isThrownBy(client::targets)
          .withMessageContaining("--authorities");
    }
  }

  @Test
  void client_thatSpeaksPlainText_getsNoData() throws Exception {
    try (var server = server(); var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("200 OK").doesNotContain("uptimeMillis");
    }
  }

  @Test
  void files_thatCannotBeUsed_areNamed() throws Exception {
    var nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing\n");
    var missing = folder.resolve("missing.pem");

    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().port(0).tls(missing, KEY).start())
        .withMessageContaining(missing.toString());
    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().port(0).tls(nothing, KEY).start())
        .withMessageContainingAll(nothing.toString(), "BEGIN CERTIFICATE");
    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().port(0).tls(CERTIFICATE, nothing).start())
        .withMessageContainingAll(nothing.toString(), "PKCS#8");
    assertThatIOException().isThrownBy(() -> ConsoleClient.of(URI.create("https://127.0.0.1:1"),
        new ClientAccess(null, nothing))).withMessageContaining(nothing.toString());
  }

  @Test
  void key_ofAnotherCertificate_isRefused() throws Exception {
    var other = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    var file = Files.writeString(folder.resolve("other.pem"), "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(other.getEncoded()) + "\n-----END PRIVATE KEY-----\n");

    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().port(0).tls(CERTIFICATE, file).start())
        .withMessageContainingAll(file.toString(), CERTIFICATE.toString());
  }

  private record Collecting(BlockingQueue<Window> windows) implements WindowListener {
    @Override
    public void onWindow(Window window) {
      windows.add(window);
    }

    @Override
    public void onProblem(Problem problem) {
      throw new AssertionError(problem);
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      // the windows say enough
    }
  }
}
