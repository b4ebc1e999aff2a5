package dev.kioto.io;

import java.nio.charset.CharacterCodingException;

/// Bytes that should be text are not. The cause of the [java.io.UncheckedIOException] that an operation throws, or of what a
/// codec throws for the frame.
public final class InvalidUtf8Exception extends CharacterCodingException {
  private static final long serialVersionUID = 2;

  private final long position;
  private final long length;
  private final byte wrong;

  /// @param position of the first byte that belongs to no character, from 0
  /// @param length how many bytes there are
  /// @param wrong that byte
  public InvalidUtf8Exception(long position, long length, byte wrong) {
    this.position = position;
    this.length = length;
    this.wrong = wrong;
  }

  /// How many bytes of the text, of the line or of the frame, are before the first that belongs to no character.
  public long position() {
    return position;
  }

  @Override
  public String getMessage() {
    return "invalid UTF-8 at byte " + position + " of " + length + String.format(" (0x%02x)", wrong);
  }
}
