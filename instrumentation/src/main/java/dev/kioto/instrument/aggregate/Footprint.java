package dev.kioto.instrument.aggregate;

/// What recording holds in memory, about.
///
/// @param ringBytes the rings of all threads
/// @param bookBytes what is kept of tasks, resources, operations and wakes
/// @param flightRecorderBytes the events that the flight recorder holds; 0 while it is off
/// @param tasks held now, ended ones among them
/// @param resources held now, likewise
/// @param operations held now, likewise
public record Footprint(
    long ringBytes, long bookBytes, long flightRecorderBytes, long tasks, long resources, long operations) {

  /// Nothing.
  public static final Footprint NONE = new Footprint(0, 0, 0, 0, 0, 0);

  /// All of it.
  public long bytes() {
    return ringBytes + bookBytes + flightRecorderBytes;
  }
}
