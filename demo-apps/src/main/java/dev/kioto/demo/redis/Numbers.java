package dev.kioto.demo.redis;

import java.nio.charset.StandardCharsets;

/// Numbers as clients write them: decimal, without blanks or a plus.
final class Numbers {

  private Numbers() {}

  /// @throws NumberFormatException when it is none, or does not fit into a long
  static long parse(byte[] text) {
    if (text.length == 0 || text[0] == '+') throw new NumberFormatException("not a number");
    return Long.parseLong(new String(text, StandardCharsets.ISO_8859_1));
  }

  static byte[] bytes(long value) {
    return Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
  }
}
