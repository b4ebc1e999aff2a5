package dev.kioto.probe;

/// What a runtime's I/O driver has done so far, or its drivers together. All counts never go down.
///
/// @param turns times that it asked the system what is ready
/// @param registered channels that it was given
/// @param deregistered channels of these that were closed
/// @param ready times that a channel was told that it is ready
public record DriverView(long turns, long registered, long deregistered, long ready) {
  /// Of a runtime without one.
  public static final DriverView NONE = new DriverView(0, 0, 0, 0);

  /// The sum of two.
  public DriverView plus(DriverView other) {
    return new DriverView(turns + other.turns, registered + other.registered, deregistered + other.deregistered,
        ready + other.ready);
  }
}
