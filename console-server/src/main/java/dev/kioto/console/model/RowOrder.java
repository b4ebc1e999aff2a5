package dev.kioto.console.model;

/// What a listing is sorted by. Rows with equal keys are sorted by id, ascending. Called under the model's lock.
///
/// A key is a number or a text, the same for each row of an order.
///
/// @param <R> the rows: tasks, resources, operations
public sealed interface RowOrder<R> {

  /// Whether the largest key comes first.
  boolean descending();

  /// Sorted by a number.
  record ByNumber<R>(NumberKey<R> key, Motion motion, boolean descending) implements RowOrder<R> {
  }

  /// Sorted by a text, character by character.
  record ByText<R>(TextKey<R> key, boolean descending) implements RowOrder<R> {
  }

  /// Reads the number to sort a row by.
  @FunctionalInterface
  interface NumberKey<R> {
    /// The number at an instant.
    long of(R row, long asOf);
  }

  /// Reads the text to sort a row by.
  @FunctionalInterface
  interface TextKey<R> {
    /// The text.
    String of(R row);
  }

  /// Reads a text that has a mark.
  interface MarkedKey<R> extends TextKey<R> {
    /// The text's [TextMark]. Numbers are of one model.
    int mark(R row);
  }

  /// How a number moves while time passes and nothing is told of its row.
  enum Motion {
    /// Not at all.
    STILL,
    /// Never down, and up by no more than the time that passes: a duration.
    GROWS,
    /// In any way.
    JUMPS
  }
}
