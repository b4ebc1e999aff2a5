package dev.kioto.io;

/// Where to go in something that has a position, in bytes. Tokio's (Rust's) `io::SeekFrom`.
public sealed interface SeekFrom {
  /// How far: from the start, or relative to something, and then negative for backwards.
  long offset();

  /// @param offset from the start: 0 or more
  record Start(long offset) implements SeekFrom {
    /// @throws IllegalArgumentException when the offset is negative
    public Start {
      if (offset < 0) {
        throw new IllegalArgumentException("an offset from the start must be 0 or more, but is " + offset);
      }
    }
  }

  /// @param offset from where it is now
  record Current(long offset) implements SeekFrom {}

  /// @param offset from the end; what is written beyond the end leaves a gap
  record End(long offset) implements SeekFrom {}

  /// So many bytes from the start.
  ///
  /// @throws IllegalArgumentException when the offset is negative
  static SeekFrom start(long offset) {
    return new Start(offset);
  }

  /// So many bytes further on, or back when the offset is negative.
  static SeekFrom current(long offset) {
    return new Current(offset);
  }

  /// So many bytes from the end: before it when the offset is negative.
  static SeekFrom end(long offset) {
    return new End(offset);
  }
}
