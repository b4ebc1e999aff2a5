package dev.kioto.demo.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a client asks for: the name of a command, and its arguments. They are bytes, whatever the client means by them.
///
/// @param parts the name first; never empty
record Request(List<byte[]> parts) {

  /// A request of texts.
  static Request of(String... texts) {
    var parts = new ArrayList<byte[]>(texts.length);
    for (var text : texts) parts.add(text.getBytes(StandardCharsets.UTF_8));
    return new Request(parts);
  }

  int size() {
    return parts.size();
  }

  byte[] bytes(int index) {
    return parts.get(index);
  }

  /// A part as a string that has a character for each byte: so it may be a key, whatever it holds.
  String key(int index) {
    return new String(parts.get(index), StandardCharsets.ISO_8859_1);
  }

  /// Whether a part is this word, in capitals or not.
  boolean is(int index, String word) {
    return parts.get(index).length == word.length() && key(index).equalsIgnoreCase(word);
  }
}
