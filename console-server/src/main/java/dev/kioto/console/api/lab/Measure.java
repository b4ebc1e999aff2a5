package dev.kioto.console.api.lab;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Something that is measured of each run.
///
/// @param id `delay.p99`
/// @param label for people: `scheduling delay, p99`
/// @param unit `ns`, `1/s`, `processors`, `share`, `bytes`, `bytes/s`, or empty
/// @param group measures of one group are of one distribution, or of one kind
/// @param better which way is good
public record Measure(String id, String label, String unit, String group, Better better) {

  /// Which way is good.
  public enum Better {
    LOWER, HIGHER,
    /// Neither: it explains, and is no aim.
    @JsonEnumDefaultValue NEITHER
  }
}
