package dev.kioto.console.cli;

import dev.kioto.console.client.ClientAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// A token that one server and its window know, and nobody else: what stands on a command line can be read by every user of the machine,
/// so that the window gets it in a file that its owner alone can read.
///
/// @param text the token. A secret
/// @param file which has it, as long as the window may want it
record WindowToken(String text, Path file) implements AutoCloseable {

  private static final int BYTES = 32;

  /// Makes a token.
  ///
  /// @throws CommandFailure if it cannot be kept
  static WindowToken make() {
    var random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try {
      var file = Files.createTempFile("kioto-", ".token"); // its owner's alone, where the system knows owners
      file.toFile().deleteOnExit();
      Files.writeString(file, text + "\n");
      return new WindowToken(text, file);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, "no file for the window's token can be written: " + e.getMessage());
    }
  }

  /// What a client shows.
  ClientAccess access() {
    return new ClientAccess(text, null);
  }

  /// The options of a program that shall show it.
  List<String> arguments() {
    return List.of("--token-file", file.toString());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // it is of no use to anybody once the server has ended
    }
  }

  @Override
  public String toString() {
    return "WindowToken[" + file + "]"; // the token is a secret
  }
}
