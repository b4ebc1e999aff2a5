package dev.kioto.console.diagnosis;

/// What a number of a finding or of a threshold counts.
public enum Unit {
  /// Nanoseconds.
  NANOS("ns"),
  /// Hundredths.
  PERCENT("%"),
  /// Things.
  COUNT(""),
  /// Things a second.
  PER_SECOND("1/s"),
  /// Bytes.
  BYTES("bytes"),
  /// An instant on the program's clock, in nanoseconds since 1970.
  INSTANT("instant");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /// What the API calls it; empty for things.
  public String text() {
    return text;
  }
}
