package dev.kioto.console.client;

import java.net.URI;

/// The server could not be reached, or what answered is not a Kioto console server.
public final class UnreachableException extends ConsoleClientException {

  private static final long serialVersionUID = 1L;

  private final URI server;

  UnreachableException(URI server, String message) {
    super(message);
    this.server = server;
  }

  UnreachableException(URI server, String message, Throwable cause) {
    super(message, cause);
    this.server = server;
  }

  /// The server that was asked.
  public URI server() {
    return server;
  }
}
