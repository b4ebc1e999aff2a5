package dev.kioto.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Text and its bytes, without the replacements that the JDK makes where one is not the other.
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  static String decode(byte[] bytes, int from, int length) {
    var text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) { // seldom: it may also be one that was sent
      check(bytes, from, length);
    }
    return text;
  }

  private static void check(byte[] bytes, int from, int length) {
    var in = ByteBuffer.wrap(bytes, from, length);
    var result = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(length), true);
    if (result.isError()) {
      int wrong = in.position();
      throw new InvalidTextException(wrong - from, length, bytes[wrong]);
    }
  }

  static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new FrameException("the text is not Unicode: half a surrogate pair at character " + i
              + String.format(" (\\u%04x)", (int) c) + "; it is not sent", true);
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
