package dev.kioto.console.model;

/// Says which rows of a table a listing shows. Called for each row at each listing, under the lock of the model that has
/// them: it must be quick and must not block.
///
/// @param <R> the rows: tasks, resources, operations
@FunctionalInterface
public interface RowFilter<R> {

  /// An instant that does not come.
  long NEVER = Long.MAX_VALUE;

  /// Whether the listing shows the row.
  ///
  /// @param asOf the instant of the listing
  boolean matches(R row, long asOf);

  /// The first instant after `asOf` at which [#matches] may answer otherwise although nothing new was told of the row;
  /// [#NEVER] when it does not depend on the time. May be too early, never too late: a filter that does not know better
  /// says at once.
  default long mayChangeAt(R row, long asOf) {
    return asOf + 1;
  }

  /// Lets every row through.
  static <R> RowFilter<R> all() {
    return new RowFilter<>() {
      @Override
      public boolean matches(R row, long asOf) {
        return true;
      }

      @Override
      public long mayChangeAt(R row, long asOf) {
        return NEVER;
      }
    };
  }
}
