package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// What a diagnosis can be about.
public enum SubjectKind {
  /// A task; its id is what paths take.
  TASK("task"),
  /// A lock, a channel, a timer; its id is what paths take.
  RESOURCE("resource"),
  /// A worker; its id is the runtime's and its index: `1/0`.
  WORKER("worker"),
  /// A runtime.
  RUNTIME("runtime"),
  /// A place in the code where tasks are spawned; its id is the place.
  @JsonEnumDefaultValue SITE("site"),
  /// Tasks that wait for each other; its id is made of theirs.
  CYCLE("cycle");

  private final String text;

  SubjectKind(String text) {
    this.text = text;
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
