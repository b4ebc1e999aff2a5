package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonValue;

/// What an incident is of.
public enum IncidentKind {
  /// A poll holds its worker.
  LONG_POLL("long-poll"),
  /// Timers fired late, by the length.
  LATE_TIMER("late-timer"),
  /// No thread of a runtime asked the system about its channels.
  DRIVER_STALL("driver-stall"),
  /// A virtual thread waits while it is pinned.
  PINNED("pinned"),
  /// A task failed, and nobody will learn of it.
  FAILED_UNJOINED("failed-unjoined"),
  /// A task was told to end, and does not.
  CANCEL_STUCK("cancel-stuck"),
  /// A task blocks in place while it holds a resource.
  BLOCK_IN_PLACE_WITH_LOCK("block-in-place-with-lock"),
  /// A task spends its budget again and again.
  BUDGET_EXHAUSTED("budget-exhausted");

  private final String text;

  IncidentKind(String text) {
    this.text = text;
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
