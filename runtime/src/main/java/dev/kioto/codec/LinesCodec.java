package dev.kioto.codec;

import dev.kioto.io.InvalidUtf8Exception;
import dev.kioto.io.Utf8;
import org.jspecify.annotations.Nullable;

/// Lines of text in UTF-8, ended by `\n` or `\r\n`; a last one may have no end. They are read without their ends, and written with
/// `\n`.
///
/// A line that is longer than the limit is a [FrameTooLongException], as soon as that is known; it is skipped, and the next line
/// read. One that is not UTF-8 is a [FrameException], whose cause, an [InvalidUtf8Exception], says where, and the next line is
/// read. What is written has no limit; a text with a `\n` in it, which would be read as two lines, is refused, and so is one
/// with half a surrogate pair.
///
/// One for each reader. After tokio-util's `codec/lines_codec.rs`, which has no limit unless it is given one.
public final class LinesCodec implements Decoder<String>, Encoder<String> {
  /// The longest line that is read where nothing else is said, in bytes: 64 KiB, as for the lines of Python's `asyncio`. Many
  /// connections that each send one without an end fill no memory that matters.
  public static final int DEFAULT_MAX_LENGTH = 64 * 1024;

  private final Delimited lines;

  /// Lines of at most 64 KiB.
  public LinesCodec() {
    this(DEFAULT_MAX_LENGTH);
  }

  /// Lines of at most that many bytes, without their ends.
  ///
  /// @throws IllegalArgumentException when that is below 1
  public LinesCodec(int maxLength) {
    lines = new Delimited("line", new byte[] {'\n'}, true, maxLength);
  }

  /// The longest line that is read, in bytes without its end.
  public int maxLength() {
    return lines.maxLength;
  }

  @Override
  public @Nullable String decode(FrameBuffer in) {
    int end = lines.find(in);
    return end == Delimited.NONE ? null : take(in, lines.textLength(in, end), end + 1);
  }

  @Override
  public @Nullable String decodeEof(FrameBuffer in) {
    var line = decode(in);
    if (line != null) {
      return line;
    }
    int length = lines.last(in);
    int all = in.remaining();
    if (length == 0) {
      in.skip(all); // perhaps a carriage return
      return null;
    }
    return take(in, length, all);
  }

  private static String take(FrameBuffer in, int length, int withEnd) {
    try {
      return in.takeUtf8(length);
    } finally {
      in.skip(withEnd - length);
    }
  }

  /// {@inheritDoc}
  ///
  /// @throws FrameException when the line has a `\n` in it, or is no Unicode text
  @Override
  public void encode(String line, FrameBuffer out) {
    int end = line.indexOf('\n');
    if (end >= 0) {
      throw new FrameException("a line break at character " + end + " of a line of " + line.length()
          + ", which would be read as two; it is not sent", true);
    }
    out.put(bytes(line)).put((byte) '\n');
  }

  private static byte[] bytes(String line) {
    try {
      return Utf8.encode(line);
    } catch (IllegalArgumentException e) {
      throw new FrameException(e.getMessage() + "; it is not sent", true, e);
    }
  }

  @Override
  public int maxBuffered() {
    return lines.maxBuffered();
  }
}
