package dev.kioto.console.ui.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.json.ApiJson;
import java.util.function.Supplier;

/// What can be taken to other programs. Neither form is made before it is asked for.
///
/// @param text for people and spreadsheets, never cut
/// @param json as the API tells it
public record Copyable(Supplier<String> text, Supplier<String> json) {
  /// With one or several messages of the API as JSON.
  public static Copyable of(Supplier<String> text, Object message) {
    return new Copyable(text, () -> json(message));
  }

  private static String json(Object message) {
    try {
      return ApiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of the API is not written as JSON", e);
    }
  }
}
