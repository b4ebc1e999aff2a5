package dev.kioto.codec;

/// Bytes that are no frame, or an item that cannot be one. Decoders may throw it themselves, or make their own kinds of it.
public class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean goesOn;

  /// @param message what is wrong, with the values; it should say what happens to the frames after
  /// @param goesOn whether the frames after can be read: what was wrong has been taken from the buffer then
  public FrameException(String message, boolean goesOn) {
    super(message);
    this.goesOn = goesOn;
  }

  /// @param message what is wrong, with the values; it should say what happens to the frames after
  /// @param goesOn whether the frames after can be read: what was wrong has been taken from the buffer then
  /// @param cause what was found to be wrong
  public FrameException(String message, boolean goesOn, Throwable cause) {
    super(message, cause);
    this.goesOn = goesOn;
  }

  static FrameException endInFrame(int bytes) {
    return new FrameException("the end came inside a frame: " + bytes + " bytes remain, which are no whole one", false);
  }

  /// Whether the stream goes on with the next frame. When it does not, the reader answers its end from then on.
  public final boolean goesOn() {
    return goesOn;
  }
}
