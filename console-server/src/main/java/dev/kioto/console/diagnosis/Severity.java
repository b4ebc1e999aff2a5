package dev.kioto.console.diagnosis;

/// How bad a finding is.
public enum Severity {
  /// Something deserves a look.
  WARNING,
  /// Something does not work.
  CRITICAL
}
