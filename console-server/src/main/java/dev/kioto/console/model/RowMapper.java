package dev.kioto.console.model;

/// Makes a row of a task while the model is held still. Must not block, nor keep the record.
@FunctionalInterface
public interface RowMapper<R> {

  /// The row.
  ///
  /// @param asOf the instant of the listing
  R row(TaskRecord task, long asOf);
}
