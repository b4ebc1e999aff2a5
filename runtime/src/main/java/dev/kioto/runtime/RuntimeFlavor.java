package dev.kioto.runtime;

/// Which threads poll a runtime's tasks.
public enum RuntimeFlavor {
  /// Workers of its own.
  MULTI_THREAD,
  /// Any platform thread inside its `blockOn`, one at a time.
  CURRENT_THREAD,
  /// The thread that built it, inside `blockOn`.
  LOCAL
}
