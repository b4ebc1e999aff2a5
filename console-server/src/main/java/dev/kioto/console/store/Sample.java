package dev.kioto.console.store;

import java.util.Map;

/// The figures of one target at one second. What is not in it was not known then.
///
/// @param target the target's address
/// @param atSeconds since 1970, on the collector's clock
public record Sample(String target, long atSeconds, Map<SeriesName, Double> values) {

  public Sample {
    values = Map.copyOf(values);
  }
}
