package dev.kioto.console.filter;

/// A filter that cannot be read. The message names the place, the value there and what would be right.
public final class FilterSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int position;

  FilterSyntaxException(int position, String message) {
    super(message);
    this.position = position;
  }

  /// Where in the filter, in characters from 0; its length when something is missing at the end.
  public int position() {
    return position;
  }
}
