package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Which protocol a target speaks.
public enum TargetKind {
  /// Kioto's own, beside the tokio-console protocol.
  KIOTO,
  /// The tokio-console protocol alone: a Rust program with console-subscriber, for one.
  TOKIO,
  /// Not reached yet, so not known.
  @JsonEnumDefaultValue UNKNOWN
}
