package dev.kioto.console.cli;

import dev.kioto.console.web.ConsoleServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who is let into the web API, and how it is spoken to.
final class AccessOptions {

  @Option(names = "--read-token-file",
      paramLabel = "FILE",
      defaultValue = "${env:KIOTO_READ_TOKEN_FILE}",
      description = "Lets whoever shows this token read: the file's first line, 16 to 1024 characters.")
  private @Nullable Path readToken;

  @Option(names = "--act-token-file",
      paramLabel = "FILE",
      defaultValue = "${env:KIOTO_ACT_TOKEN_FILE}",
      description = "Lets whoever shows this token act, and read. Without any token, all of this machine do.")
  private @Nullable Path actToken;

  @Option(names = "--certificate",
      paramLabel = "FILE",
      description = "Speaks TLS, with this certificate (PEM).")
  private @Nullable Path certificate;

  @Option(names = "--key",
      paramLabel = "FILE",
      description = "The certificate's key (PKCS#8 in PEM, without a password).")
  private @Nullable Path key;

  @Option(names = "--insecure",
      description = "Lets tokens and data cross a network in plain text, as where a proxy in front speaks TLS.")
  private boolean insecure;

  /// Sets a server up so.
  ///
  /// @throws CommandFailure if an option cannot be meant, or a file cannot be read
  void apply(ConsoleServer.Builder server) {
    if ((certificate == null) != (key == null)) {
      throw new CommandFailure(ExitStatus.USAGE,
          "--certificate and --key belong together: name both files, or neither");
    }
    server.readToken(token(readToken)).actToken(token(actToken)).insecure(insecure);
    if (certificate != null && key != null) server.tls(certificate, key);
  }

  private static @Nullable String token(@Nullable Path file) {
    return file == null || file.toString().isEmpty() ? null : Secrets.firstLine(file);
  }
}
