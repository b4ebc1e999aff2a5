package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the messages that clients send over sockets, and refuses what cannot be meant.
final class Requests {

  private Requests() {}

  /// @throws Refusal if the message is not a JSON object
  static JsonNode object(String message, String example) {
    JsonNode json;
    try {
      json = ApiJson.mapper().readTree(message);
    } catch (JsonProcessingException e) {
      throw Refusal.body("The message is not JSON: " + e.getOriginalMessage());
    }
    if (!json.isObject()) throw Refusal.body("The message is not an object: send " + example);
    return json;
  }

  static String text(JsonNode message, String name, String standard) {
    var value = message.path(name);
    if (value.isMissingNode() || value.isNull()) return standard;
    if (!value.isTextual()) throw Refusal.body("'" + name + "' is not a text");
    return value.textValue();
  }

  static int integer(JsonNode message, String name, int standard, int least, int most) {
    var value = message.path(name);
    if (value.isMissingNode() || value.isNull()) return standard;
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw Refusal.body("'" + name + "' is not a whole number from " + least + " to " + most);
    }
    return Parameters.within(value.intValue(), name, least, most);
  }

  /// An instant, or null when none is named.
  static @Nullable Instant instant(JsonNode message, String name) {
    var given = text(message, name, "");
    return given.isEmpty() ? null : Parameters.instant(name, given);
  }

  /// How often a feed is pushed at most.
  static int intervalMillis(JsonNode message) {
    return intervalMillis(message, 250);
  }

  static int intervalMillis(JsonNode message, int standard) {
    return integer(message, "intervalMillis", standard, 50, 60_000);
  }
}
