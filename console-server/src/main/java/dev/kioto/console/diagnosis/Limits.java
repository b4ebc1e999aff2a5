package dev.kioto.console.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The thresholds of one detector as they are set.
public final class Limits {

  /// What the thresholds are called of a detector with one for each severity.
  public static final String WARN = "warn";
  /// The other one.
  public static final String CRITICAL = "critical";

  private final Map<String, Long> values;

  private Limits(Map<String, Long> values) {
    this.values = values;
  }

  /// @param set values of some of the thresholds, by name; the others have their standard ones
  static Limits of(List<Threshold> thresholds, Map<String, Long> set) {
    var values = new TreeMap<String, Long>();
    for (var threshold : thresholds) {
      values.put(threshold.name(), set.getOrDefault(threshold.name(), threshold.standard()));
    }
    return new Limits(Map.copyOf(values));
  }

  /// The thresholds of a detector as they are unless they are set.
  public static Limits standard(Detector detector) {
    return of(detector.thresholds(), Map.of());
  }

  /// The value of a threshold of the detector.
  public long get(String name) {
    var value = values.get(name);
    if (value == null) throw new IllegalArgumentException("there is no threshold '" + name + "' among " + values);
    return value;
  }

  /// How bad a value is by the thresholds [#WARN] and [#CRITICAL]; null when it is below both.
  public @Nullable Severity severity(long value) {
    if (value >= get(CRITICAL)) return Severity.CRITICAL;
    return value >= get(WARN) ? Severity.WARNING : null;
  }

  /// All of them, by name.
  public Map<String, Long> values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits limits && limits.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
