package dev.kioto.demo.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a server answers, as RESP2 has it.
sealed interface Reply {

  Reply OK = new Status("OK");
  Reply NIL = new Nil();

  /// A word without line breaks.
  record Status(String text) implements Reply {}

  /// Something went wrong: a sentence without line breaks, which begins with a word in capitals.
  record Failure(String sentence) implements Reply {}

  record Number(long value) implements Reply {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bulk(byte[] bytes) implements Reply {}

  /// There is no such value.
  record Nil() implements Reply {}

  record Many(List<Reply> replies) implements Reply {}

  /// Several replies to one request, one after the other.
  record Each(List<Reply> replies) implements Reply {}

  static Reply text(String text) {
    return new Bulk(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Reply of(boolean yes) {
    return new Number(yes ? 1 : 0);
  }

  static Reply error(String sentence) {
    return new Failure("ERR " + sentence);
  }
}
