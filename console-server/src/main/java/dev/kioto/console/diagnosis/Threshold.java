package dev.kioto.console.diagnosis;

/// A number that decides what a detector finds, and that can be set.
///
/// @param name unique in its detector: `warn`, `critical`
/// @param meaning what it is compared with, as half a sentence
/// @param standard unless it is set
/// @param least what it can be set to
/// @param most what it can be set to
public record Threshold(String name, String meaning, Unit unit, long standard, long least, long most) {

  private static final long DAY = 24 * 3600 * 1_000_000_000L;

  public Threshold {
    if (standard < least || standard > most) {
      throw new IllegalArgumentException(name + " is from " + least + " to " + most + ", and not " + standard);
    }
  }

  /// A time, from a microsecond to a day.
  public static Threshold nanos(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.NANOS, standard, 1_000, DAY);
  }

  /// A number of things, from 1 to a thousand million.
  public static Threshold count(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.COUNT, standard, 1, 1_000_000_000);
  }

  /// Hundredths, from 1 to 100.
  public static Threshold percent(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.PERCENT, standard, 1, 100);
  }
}
