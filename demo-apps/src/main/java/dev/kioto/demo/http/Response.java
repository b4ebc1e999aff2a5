package dev.kioto.demo.http;

import dev.kioto.stream.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request is answered with.
///
/// @param headers besides those about the body's length and the connection
record Response(Status status, Map<String, String> headers, Content content) {

  /// What comes after the head.
  sealed interface Content {
    /// Nothing.
    record None() implements Content {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Content {}

    /// The first bytes of a file.
    record FileContent(Path path, long length) implements Content {}

    /// What nobody knows the length of: written in chunks as it comes. Closed at its end.
    record Chunks(Stream<byte[]> chunks) implements Content {}
  }

  static Response of(Status status, String type, Content content) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", type);
    return new Response(status, headers, content);
  }

  static Response text(Status status, String text) {
    return of(status, "text/plain; charset=utf-8", new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Response json(String json) {
    return of(Status.OK, "application/json", new Content.Bytes(json.getBytes(StandardCharsets.UTF_8)));
  }

  /// Says what went wrong.
  static Response error(Status status, @Nullable String sentence) {
    return text(status, status.code() + " " + status.reason() + (sentence == null ? "" : ": " + sentence) + "\n");
  }

  /// The same with another header.
  Response with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, content);
  }
}
