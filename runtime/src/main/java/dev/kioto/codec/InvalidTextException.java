package dev.kioto.codec;

/// A frame that should be text in UTF-8, and is not. The frame is skipped, and the next one read.
public final class InvalidTextException extends FrameException {
  private static final long serialVersionUID = 1;

  private final int position;

  InvalidTextException(int position, int length, byte wrong) {
    super("invalid UTF-8 at byte " + position + " of " + length + String.format(" (0x%02x)", wrong)
        + ": the frame is skipped, and the next one read", true);
    this.position = position;
  }

  /// The first byte that belongs to no character, counted from 0 at the start of the frame.
  public int position() {
    return position;
  }
}
