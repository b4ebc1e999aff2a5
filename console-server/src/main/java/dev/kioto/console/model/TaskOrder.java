package dev.kioto.console.model;

/// What a listing is sorted by. Tasks with equal keys are sorted by id, ascending. Called under the model's lock.
///
/// A key is a number or a text, the same for each task of an order.
public sealed interface TaskOrder {

  /// Whether the largest key comes first.
  boolean descending();

  /// Sorted by a number.
  record ByNumber(NumberKey key, boolean descending) implements TaskOrder {
  }

  /// Sorted by a text, character by character.
  record ByText(TextKey key, boolean descending) implements TaskOrder {
  }

  /// Reads the number to sort a task by.
  @FunctionalInterface
  interface NumberKey {
    /// The number at an instant.
    long of(TaskRecord task, long asOf);
  }

  /// Reads the text to sort a task by.
  @FunctionalInterface
  interface TextKey {
    /// The text.
    String of(TaskRecord task);
  }
}
