package dev.kioto.console.cli;

import dev.kioto.console.client.ClientAccess;
import dev.kioto.console.client.ConsoleClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a command shows to a console server, and whom it believes to be one.
final class ClientOptions {

  @Option(names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:KIOTO_TOKEN_FILE}",
      description = "Show the server a token, the file's first line (default: $KIOTO_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  @Option(names = "--authorities",
      paramLabel = "FILE",
      defaultValue = "${env:KIOTO_AUTHORITIES}",
      description = "Trust an https: server whose certificate these have signed (PEM; default: $KIOTO_AUTHORITIES, else "
          + "whom Java trusts).")
  private @Nullable Path authorities;

  /// A client of the server at an address.
  ///
  /// @throws CommandFailure if the text is not the address of a server, or a file cannot be read
  ConsoleClient client(String server) {
    try {
      return ConsoleClient.of(URI.create(server), ClientAccess.of(given(tokenFile), given(authorities)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.USAGE, "--server: " + e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /// The same options for a program that this one starts.
  List<String> arguments() {
    var arguments = new ArrayList<String>();
    var token = given(tokenFile);
    if (token != null) arguments.addAll(List.of("--token-file", token.toString()));
    var signers = given(authorities);
    if (signers != null) arguments.addAll(List.of("--authorities", signers.toString()));
    return arguments;
  }

  // A variable of the environment that is set to nothing is none.
  private static @Nullable Path given(@Nullable Path file) {
    return file == null || file.toString().isEmpty() ? null : file;
  }
}
