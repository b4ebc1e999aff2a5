package dev.kioto.console.cli;

import dev.kioto.console.collector.Access;
import dev.kioto.console.collector.ListenerSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where programs dial in that nothing may connect to.
final class DialInOptions {

  @Option(names = "--listen-targets",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:KIOTO_LISTEN_TARGETS}",
      description = "Lets programs dial in here that have KIOTO_COLLECTOR=HOST:PORT; port 0 takes a free one and prints it. "
          + "An address beyond this machine needs a token and TLS.")
  private @Nullable String listen;

  @Option(names = "--listen-token-file",
      paramLabel = "FILE",
      description = "What programs that dial in must show: the file's first line.")
  private @Nullable Path tokenFile;

  @Option(names = "--listen-certificate",
      paramLabel = "FILE",
      description = "Takes programs in by TLS, with this certificate (PEM).")
  private @Nullable Path certificate;

  @Option(names = "--listen-key", paramLabel = "FILE",
      description = "The certificate's key (PKCS#8 in PEM, without a password).")
  private @Nullable Path key;

  @Option(names = "--dialled-token-file",
      paramLabel = "FILE",
      description = "What is shown to programs that dial in, to read them or to act in them: the file's first line.")
  private @Nullable Path shownFile;

  /// Where to listen, or null when nothing was said.
  ///
  /// @throws CommandFailure if an option cannot be meant, or a file cannot be read
  @Nullable ListenerSettings settings() {
    if (listen == null || listen.isEmpty()) return null;
    int colon = listen.lastIndexOf(':');
    try {
      if (colon < 1) throw new NumberFormatException();
      int port = Integer.parseInt(listen.substring(colon + 1));
      return new ListenerSettings(listen.substring(0, colon).replaceAll("[\\[\\]]", ""), port, firstLine(tokenFile),
          certificate, key, new Access(firstLine(shownFile), null));
    } catch (NumberFormatException _) {
      throw new CommandFailure(ExitStatus.USAGE,
          "--listen-targets: '" + listen + "' is not an address: write HOST:PORT, like 127.0.0.1:6670");
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.USAGE, "--listen-targets: " + e.getMessage());
    }
  }

  private static @Nullable String firstLine(@Nullable Path file) {
    return file == null ? null : Secrets.firstLine(file);
  }
}
