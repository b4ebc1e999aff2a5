package dev.kioto.console.filter;

/// Which of a field's words a row has; a row may have several.
///
/// @param <R> the rows
public interface Flags<R> {

  /// Whether the row has a word.
  ///
  /// @param choice the place of the word among the field's, from 0
  boolean has(R row, int choice, long asOf);

  /// How many of the words the row has.
  int count(R row, long asOf);

  /// The first instant after `asOf` at which one of them may come or go although nothing new was told of the row, as in
  /// [dev.kioto.console.model.RowFilter#mayChangeAt].
  long mayChangeAt(R row, long asOf);
}
