package dev.kioto.console.collector;

/// A program could not be reached, or did not answer as its protocol says. The message is a sentence that names the
/// address and what would be right.
public final class TargetException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  TargetException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  TargetException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// Whose fault it is.
  public Kind kind() {
    return kind;
  }

  /// What went wrong.
  public enum Kind {
    /// Nothing there, or not what it should be, or gone.
    UNREACHABLE,
    /// The program does not know the task, the runtime or the setting.
    UNKNOWN_TASK,
    /// The program lets the collector not read, or not act.
    FORBIDDEN,
    /// The program says that the value is wrong.
    INVALID,
    /// The program cannot do it now, or not to this one.
    CONFLICT,
    /// The program cannot answer this question at all.
    UNSUPPORTED
  }
}
