package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of requests, and refuses what cannot be meant.
final class Bodies {

  private Bodies() {}

  /// The JSON object that a request carries.
  ///
  /// @param example what a right one looks like
  /// @throws Refusal if it carries none
  static JsonNode object(Context request, String example) {
    requireJson(request);
    JsonNode body;
    try {
      body = ApiJson.mapper().readTree(request.body());
    } catch (JsonProcessingException e) {
      throw Refusal.body("The body is not JSON: " + e.getOriginalMessage() + ". Send " + example);
    }
    if (!body.isObject()) throw Refusal.body("The body is not an object: send " + example);
    return body;
  }

  /// @throws Refusal if the body says that it is something else
  static void requireJson(Context request) {
    var mediaType = request.contentType();
    if (mediaType == null || !mediaType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw Refusal.mediaType(mediaType);
    }
  }

  /// A text that must be there.
  ///
  /// @throws Refusal if it is not there, is no text, or is too long
  static String text(JsonNode body, String name, int longest) {
    var text = textOrNull(body, name, longest);
    if (text == null) throw Refusal.body("The body has no text '" + name + "'");
    return text;
  }

  /// A text that may be there.
  ///
  /// @throws Refusal if it is no text, or is too long
  static @Nullable String textOrNull(JsonNode body, String name, int longest) {
    var value = body.path(name);
    if (value.isMissingNode() || value.isNull()) return null;
    if (!value.isTextual()) throw Refusal.body("'" + name + "' is not a text");
    var text = value.textValue();
    if (text.length() > longest) {
      throw Refusal.body("'" + name + "' has more than " + longest + " characters");
    }
    return text;
  }
}
