package dev.kioto.console.lab;

/// A run that failed. The others go on.
final class RunFailure extends Exception {

  private static final long serialVersionUID = 1;

  RunFailure(String message) {
    super(message);
  }
}
