package dev.kioto.codec;

/// Finds frames that end with one of several bytes, and skips those that are too long. The thread that decodes.
final class Delimited {
  /*
   * A byte is looked at once: what has been searched in vain is not searched again when more has come. A frame that is too long is
   * told of as soon as that is known, which may be before its end is there; what comes of it later is skipped.
   */
  static final int NONE = -1;

  private final String frame; // what to call one
  private final boolean[] ends;
  private final boolean carriageReturns; // one before the end belongs to the end
  final int maxLength;

  private int searched;
  private boolean skipping;

  Delimited(String frame, byte[] ends, boolean carriageReturns, int maxLength) {
    this.frame = frame;
    this.ends = new boolean[256];
    for (byte end : ends) {
      this.ends[end & 0xff] = true;
    }
    this.carriageReturns = carriageReturns;
    this.maxLength = Checks.atLeast(1, maxLength, "maxLength");
  }

  /// Looks for the end of the frame at the front.
  ///
  /// @return how many bytes are before the delimiter, a carriage return among them, or [#NONE]
  /// @throws FrameTooLongException once for each frame that is too long
  int find(FrameBuffer in) {
    while (true) {
      int end = in.indexOfAny(ends, searched);
      if (skipping) {
        in.skip(end < 0 ? in.remaining() : end + 1);
        searched = 0;
        skipping = end < 0;
        if (skipping) {
          return NONE;
        }
      } else {
        check(in, end);
        searched = end < 0 ? in.remaining() : 0;
        return end < 0 ? NONE : end;
      }
    }
  }

  private void check(FrameBuffer in, int end) {
    int length = textLength(in, end < 0 ? in.remaining() : end);
    if (length > maxLength) {
      in.skip(end < 0 ? in.remaining() : end + 1);
      searched = 0;
      skipping = end < 0;
      throw new FrameTooLongException(frame, maxLength, length, end >= 0, "it is skipped, and the one after it read",
          true);
    }
  }

  /// How many bytes a frame has, without the carriage return that belongs to its end.
  ///
  /// @param end the bytes before its delimiter
  int textLength(FrameBuffer in, int end) {
    return carriageReturns && end > 0 && in.get(end - 1) == '\r' ? end - 1 : end;
  }

  /// Begins anew, as the source has ended.
  ///
  /// @return how many bytes the last frame has, which no delimiter ends
  int last(FrameBuffer in) {
    searched = 0;
    skipping = false;
    return textLength(in, in.remaining());
  }

  /// What [#find] leaves, at most.
  int maxBuffered() {
    return maxLength == Integer.MAX_VALUE ? maxLength : maxLength + 1;
  }
}
