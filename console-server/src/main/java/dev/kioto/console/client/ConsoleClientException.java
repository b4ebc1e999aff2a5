package dev.kioto.console.client;

/// A question to the console server that got no good answer: the server refused it ([ProblemException]) or was not
/// reached ([UnreachableException]). The message is a sentence for people.
public abstract sealed class ConsoleClientException extends RuntimeException
    permits ProblemException, UnreachableException {

  private static final long serialVersionUID = 1L;

  ConsoleClientException(String message) {
    super(message);
  }

  ConsoleClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
