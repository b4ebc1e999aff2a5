package dev.kioto.console.diagnosis;

/// What a check says of a task.
public enum Finding {
  /// Something is wrong.
  RAISED,
  /// Nothing is wrong.
  CLEAR,
  /// There is too little to go by yet; later there may be enough.
  CANNOT_TELL_YET
}
