package dev.kioto.console.ui.link;

/// What can be done with an experiment of the lab.
public enum LabDeed {
  /// It makes no more runs; the one that goes on is lost.
  STOP,
  /// It makes those that are missing.
  RESUME,
  /// It is taken off the server's disk.
  DELETE
}
