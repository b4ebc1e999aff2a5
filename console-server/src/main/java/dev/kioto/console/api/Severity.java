package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// How bad a diagnosis is.
public enum Severity {
  /// Something deserves a look.
  @JsonEnumDefaultValue WARNING("warning"),
  /// Something does not work.
  CRITICAL("critical");

  private final String text;

  Severity(String text) {
    this.text = text;
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
