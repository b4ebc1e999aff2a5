package dev.kioto.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Text and its bytes, without the replacements that the JDK makes where one is not the other.
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int CHUNK = 1024; // characters; any number will do

  private Utf8() {}

  /// The text of a part of an array.
  ///
  /// @throws InvalidUtf8Exception when it is none; its position counts from `from`
  /// @throws IndexOutOfBoundsException when there is no such part
  public static String decode(byte[] bytes, int from, int length) throws InvalidUtf8Exception {
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
      throw new InvalidUtf8Exception(bytes.position() - start, bytes.limit() - start, bytes.get(bytes.position()));
    }
  }

  /// The bytes of a text.
  ///
  /// @throws IllegalArgumentException when it has half a surrogate pair, of which there are none; the message says where
  public static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException("the text is not Unicode: half a surrogate pair at character " + i
              + String.format(" (\\u%04x)", (int) c));
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
