package dev.kioto.codec;

/// A frame that is longer than its limit.
public final class FrameTooLongException extends FrameException {
  private static final long serialVersionUID = 1;

  private final long limit;
  private final long length;

  /// @param frame what is too long, as `"line"`
  /// @param limit how many bytes it may have
  /// @param length how many it has; when that is not known, how many at least
  /// @param exact whether the length is known
  /// @param after what happens to the frames after it, as `"it is skipped, and the next one read"`
  /// @param goesOn see [FrameException#goesOn]
  public FrameTooLongException(String frame, long limit, long length, boolean exact, String after, boolean goesOn) {
    super("a " + frame + " of " + (exact ? "" : "at least ") + Long.toUnsignedString(length)
        + " bytes is longer than its limit of " + limit + ": " + after, goesOn);
    this.limit = limit;
    this.length = length;
  }

  /// How many bytes a frame may have.
  public long limit() {
    return limit;
  }

  /// How many bytes it has; when its end had not been read yet, how many at least. Unsigned.
  public long length() {
    return length;
  }
}
