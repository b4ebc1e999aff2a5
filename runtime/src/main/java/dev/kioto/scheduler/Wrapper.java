package dev.kioto.scheduler;

/// Code that does nothing of its own but to run other code, whose name it goes by.
public interface Wrapper {

  /// The code that is run.
  Object wrapped();
}
