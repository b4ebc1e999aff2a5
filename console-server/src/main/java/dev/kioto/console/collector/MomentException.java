package dev.kioto.console.collector;

/// How a target was at a moment cannot be told. The message is a sentence that says why.
public final class MomentException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /// Why not.
  public enum Kind {
    /// Nothing of that moment is kept.
    UNKNOWN,
    /// Nothing is kept of any moment.
    NO_TRAIL,
    /// What is kept cannot be read.
    UNREADABLE,
    /// Not now: others ask too.
    BUSY
  }

  MomentException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Why not.
  public Kind kind() {
    return kind;
  }
}
