package dev.kioto.probe;

/// One figure of a resource or an operation.
///
/// @param name lower case, words joined by `_`: `permits`, `write_locked`
/// @param value a [Long], a [Boolean] or a [String]
/// @param unit of a number, `ms` or `bytes` for instance; empty for a count and for what is no number
public record Attribute(String name, Object value, String unit) {
  /// @throws IllegalArgumentException when the value is of another type
  public Attribute {
    if (!(value instanceof Long || value instanceof Boolean || value instanceof String)) {
      throw new IllegalArgumentException("attribute '" + name + "' must be a Long, a Boolean or a String, but is a "
          + value.getClass().getName());
    }
  }

  /// For people: `permits=3`, `duration=20ms`.
  @Override
  public String toString() {
    return name + "=" + value + unit;
  }
}
