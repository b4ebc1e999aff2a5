package dev.kioto.console.client;

import java.util.LinkedHashMap;
import java.util.Map;

/// Something that a server has as a file: a whole table, a trace, the evidence of a diagnosis.
///
/// @param path below `/api/v1/`
/// @param parameters of the query, by name
public record FileRequest(String path, Map<String, String> parameters) {

  public FileRequest {
    parameters = Map.copyOf(parameters);
  }

  /// Something of a target.
  ///
  /// @param list below the target's path, such as `tasks`
  public static FileRequest ofTarget(String targetId, String list, Map<String, String> parameters) {
    return new FileRequest("targets/" + HttpExchange.encode(targetId) + "/" + list, parameters);
  }

  /// The same with another parameter.
  public FileRequest with(String name, String value) {
    var more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new FileRequest(path, more);
  }
}
