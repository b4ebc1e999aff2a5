package dev.kioto.console.model;

import java.time.Duration;

/// A listing that was given up because its filter takes too long: updates wait while a model is read.
public final class CostlyListingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CostlyListingException(Duration longest, int seen, int total) {
    super("the list was given up after " + longest.toMillis() + " ms, at " + seen + " of " + total
        + " tasks: write the filter with fewer terms, or with simpler regular expressions");
  }
}
