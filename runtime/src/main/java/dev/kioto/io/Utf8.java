package dev.kioto.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Text of bytes, strictly.
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int CHUNK = 1024; // characters; any number will do

  private Utf8() {}

  /// The text of a part of an array.
  ///
  /// @throws InvalidUtf8Exception when it is none; its position counts from `from`
  static String decode(byte[] bytes, int from, int length) throws InvalidUtf8Exception {
    var text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) { // wrong bytes, or that character
      check(ByteBuffer.wrap(bytes, from, length));
    }
    return text;
  }

  private static void check(ByteBuffer bytes) throws InvalidUtf8Exception {
    int start = bytes.position();
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var chars = CharBuffer.allocate(CHUNK);
    var result = decoder.decode(bytes, chars, true);
    while (result.isOverflow()) {
      result = decoder.decode(bytes, chars.clear(), true);
    }
    if (result.isError()) {
      throw new InvalidUtf8Exception(bytes.position() - start);
    }
  }
}
