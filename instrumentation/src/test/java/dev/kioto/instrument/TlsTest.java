package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.proto.console.v1.DescribeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class TlsTest {
  private static final String TOKEN = "0123456789abcdef";

  private final TestCertificate files = TestCertificate.RIGHT;

  @TempDir
  private Path folder = Path.of("");

  @Test
  void port_beyondLoopbackWithTls_servesWhoTrustsItAndHasTheToken() {
    try (var console = Instrumentation.builder().bind("0.0.0.0", 0).readToken(TOKEN)
        .tls(files.certificate(), files.key()).start();
        var reader = Client.withTls(console.port(), files.certificate(), TOKEN);
        var stranger = Client.withTls(console.port(), files.certificate(), TOKEN + "x");
        var plain = new Client(console.port(), TOKEN)) {
      assertThat(reader.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
      assertThatThrownBy(() -> stranger.console().describe(DescribeRequest.getDefaultInstance()))
          .hasMessageStartingWith("UNAUTHENTICATED: the token is none of this program's");
      assertThatThrownBy(() -> plain.console().describe(DescribeRequest.getDefaultInstance()))
          .hasMessageStartingWith("UNAVAILABLE");
      assertThat(reader.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
      "missing.pem, right-key.pem, missing.pem cannot be read",
      "right-certificate.pem, missing.pem, missing.pem cannot be read",
      "rubbish.pem, right-key.pem, rubbish.pem has no certificates",
      "right-certificate.pem, rubbish.pem, rubbish.pem has no key",
      "right-certificate.pem, right-certificate.pem, right-certificate.pem has no key"})
  void file_thatCannotBeUsed_isNamed(String certificate, String key, String what) throws IOException {
    Files.writeString(folder.resolve("rubbish.pem"), "rubbish\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instrumentation.builder().bind("127.0.0.1", 0)
            .tls(file(certificate), file(key)).start())
        .withMessageContaining(what);
  }

  private Path file(String name) {
    return name.startsWith("right") ? files.key().resolveSibling(name) : folder.resolve(name);
  }

  @Test
  void key_ofAnotherCertificate_isRefused() {
    var others = TestCertificate.OTHER;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instrumentation.builder().bind("127.0.0.1", 0).tls(files.certificate(), others.key()).start())
        .withMessageContaining(others.key().toString()).withMessageContaining("do not belong together");
  }

  @Test
  void tls_ofAUnixSocket_isRefused() {
    var builder = Instrumentation.builder().bindUnix(folder.resolve("socket")).tls(files.certificate(), files.key());

    assertThatIllegalArgumentException().isThrownBy(builder::start).withMessageContaining("Unix socket");
  }
}
