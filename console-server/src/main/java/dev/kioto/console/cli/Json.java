package dev.kioto.console.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.json.ApiJson;
import java.io.PrintWriter;

/// What programs read in place of tables: the messages of the web API.
final class Json {

  private Json() {}

  /// Prints a message over several lines.
  static void print(PrintWriter out, Object message) {
    try {
      out.println(ApiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message has no JSON: " + message, e);
    }
  }
}
