package dev.kioto.console.filter;

import java.util.List;

/// What could be written at a place of a filter.
///
/// @param from where the text that a proposal replaces begins, in characters from 0; it ends at the place
/// @param field the field whose value stands there, when it is one that the language has no list of values for; else
///     empty
/// @param proposals the likeliest first; empty when nothing is known
public record Completion(int from, String field, List<Proposal> proposals) {

  /// One of them.
  ///
  /// @param text what to write
  /// @param about what it is, as half a sentence; empty when the text says it all
  public record Proposal(String text, Kind kind, String about) {
  }

  /// What a proposal is.
  public enum Kind {
    /// A field's name.
    FIELD,
    /// What stands between a field and its value.
    OPERATOR,
    /// A field's value.
    VALUE,
    /// `and`, `or`, `not`.
    KEYWORD
  }
}
