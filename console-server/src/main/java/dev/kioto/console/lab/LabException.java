package dev.kioto.console.lab;

import java.util.List;

/// An experiment that cannot be made as it was asked for, or cannot be found or kept.
public final class LabException extends Exception {

  private static final long serialVersionUID = 1;

  private final Kind kind;

  /// What is wrong.
  public enum Kind {
    /// Somebody asked for what cannot be.
    BAD_SPEC,
    /// There is no such experiment or run.
    UNKNOWN,
    /// It cannot be done now: it is running already.
    BUSY,
    /// The folder cannot be read or written.
    DISK
  }

  /// @param message a sentence, or one a line
  public LabException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Something that comes from something else.
  public LabException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static LabException badSpec(List<String> problems) {
    return new LabException(Kind.BAD_SPEC, String.join("\n", problems));
  }

  /// What is wrong.
  public Kind kind() {
    return kind;
  }
}
