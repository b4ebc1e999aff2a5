package dev.kioto.io;

import java.nio.charset.CharacterCodingException;

/// Bytes that should be text are not. The cause of the [java.io.UncheckedIOException] that the operation throws.
public final class InvalidUtf8Exception extends CharacterCodingException {
  private static final long serialVersionUID = 1;

  private final long position;

  InvalidUtf8Exception(long position) {
    this.position = position;
  }

  /// How many bytes of the text, or of the line, are before the first that is wrong.
  public long position() {
    return position;
  }

  @Override
  public String getMessage() {
    return "invalid UTF-8 at byte " + position;
  }
}
