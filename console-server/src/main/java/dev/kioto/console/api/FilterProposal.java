package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// One way in which a filter could go on.
///
/// @param text what to write
/// @param about what it is, as half a sentence; empty when the text says it all
public record FilterProposal(String text, Kind kind, String about) {

  /// What a proposal is.
  public enum Kind {
    /// A field's name.
    FIELD,
    /// What stands between a field and its value.
    OPERATOR,
    /// A field's value.
    @JsonEnumDefaultValue VALUE,
    /// `and`, `or`, `not`.
    KEYWORD
  }
}
