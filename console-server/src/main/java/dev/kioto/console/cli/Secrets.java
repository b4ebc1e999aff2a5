package dev.kioto.console.cli;

import dev.kioto.console.client.ClientAccess;
import java.io.IOException;
import java.nio.file.Path;

/// Tokens, which come from files: what stands on a command line can be read by every user of the machine.
final class Secrets {

  private Secrets() {}

  /// The first line of a file, without the blanks around it.
  ///
  /// @throws CommandFailure if it cannot be read, or is empty
  static String firstLine(Path file) {
    try {
      return ClientAccess.firstLine(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
