package dev.kioto.console.ui.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// What a newer server might say: a field more in each object, and constants that this version does not know.
final class Novelties {
  // Names that the program or the scheduler gives: what is new there is no field of a message.
  private static final Set<String> MAPS = Set.of("fields", "marks", "threshold", "vary", "settings", "environment");

  private Novelties() {}

  static void addTo(JsonNode node) {
    node.properties().forEach(field -> {
      if (!MAPS.contains(field.getKey())) {
        addTo(field.getValue());
      }
    });
    if (node.isArray()) {
      node.forEach(Novelties::addTo);
    }
    if (node instanceof ObjectNode object) {
      object.putObject("novelty").put("since", "2031");
      if (object.get("capabilities") instanceof ArrayNode capabilities) {
        capabilities.add("HOLOGRAMS");
      }
      // Tasks are plain: their kind is a text. Every third has a state of its own.
      boolean task = object.has("taskId") && object.has("polls");
      if (task && object.get("id").asInt() % 3 == 0) {
        object.put("state", "DREAMING");
      }
      if (!task && object.has("severity")) {
        object.put("severity", "apocalyptic");
      }
      if (object.has("localQueueDepth")) {
        object.put("state", "DREAMING");
      }
    }
  }
}
