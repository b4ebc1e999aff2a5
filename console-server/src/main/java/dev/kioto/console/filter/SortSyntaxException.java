package dev.kioto.console.filter;

/// A sort order that cannot be read. The message names the value and what would be right.
public final class SortSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  SortSyntaxException(String message) {
    super(message);
  }
}
