package dev.kioto.instrument.recorder;

/// What an event tells.
public enum EventKind {
  /// A task exists.
  SPAWN,
  /// A poll is over.
  POLL,
  /// A task was woken.
  WAKE,
  /// A task is over.
  END;

  static final int COUNT = values().length;
}
