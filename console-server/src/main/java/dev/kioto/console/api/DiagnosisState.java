package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// Whether what was found is still there.
public enum DiagnosisState {
  /// It was there when it was last looked for.
  @JsonEnumDefaultValue ACTIVE("active"),
  /// It is not there any more.
  CLEARED("cleared");

  private final String text;

  DiagnosisState(String text) {
    this.text = text;
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
