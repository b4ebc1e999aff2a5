package dev.kioto.demo.http;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What comes over a connection: heads, and after each that announces one its body.
sealed interface HttpInput {

  /// The beginning of a request.
  ///
  /// @param method one that the server knows: `GET`
  /// @param path what is asked for, decoded: begins with `/`
  /// @param query what comes after a `?`, not decoded; empty when there is none
  /// @param minor version: 0 or 1, of HTTP/1
  /// @param headers by their names in lower case; of those that came twice the values are joined by commas
  /// @param hasBody whether a [Body] follows
  record Head(String method, String path, String query, int minor, Map<String, String> headers, boolean hasBody)
      implements HttpInput {

    @Nullable String header(String name) {
      return headers.get(name);
    }

    /// Whether one of the values of a header is this word.
    boolean has(String name, String word) {
      var value = headers.get(name);
      if (value == null) return false;
      for (var one : value.split(",", -1)) {
        if (one.strip().equalsIgnoreCase(word)) return true;
      }
      return false;
    }

    boolean isHead() {
      return method.equals("HEAD");
    }

    /// Whether the client wants to ask for more over this connection.
    boolean keepsAlive() {
      return minor == 0 ? has("connection", "keep-alive") : !has("connection", "close");
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %s", method, path);
    }
  }

  /// The body of the request whose head came before, whole.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Body(byte[] bytes) implements HttpInput {}
}
