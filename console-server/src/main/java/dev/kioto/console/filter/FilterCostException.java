package dev.kioto.console.filter;

/// A pattern that takes too long on the text of some task. Thrown while tasks are listed.
public final class FilterCostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FilterCostException(String pattern) {
    super("the pattern \"" + pattern + "\" takes too long: nested repetitions, as in (a+)+, try every way to split a "
        + "text; write it without them");
  }
}
