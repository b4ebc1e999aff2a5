package dev.kioto.console.api;

/// Which protocol a target speaks.
public enum TargetKind {
  /// Kioto's own, beside the tokio-console protocol.
  KIOTO,
  /// The tokio-console protocol alone: a Rust program with console-subscriber, for one.
  TOKIO,
  /// Not reached yet, so not known.
  UNKNOWN
}
