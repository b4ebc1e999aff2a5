package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Whether the collector hears from a target.
public enum TargetState {
  /// Being reached for the first time.
  @JsonEnumDefaultValue CONNECTING,
  /// Reached; its updates arrive.
  CONNECTED,
  /// Lost, or never reached; it is tried again with growing pauses.
  DISCONNECTED
}
