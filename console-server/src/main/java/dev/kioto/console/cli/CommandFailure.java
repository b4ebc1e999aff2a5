package dev.kioto.console.cli;

/// A command cannot go on. The message is a sentence for the person at the terminal.
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /// @param status one of [ExitStatus]
  CommandFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
