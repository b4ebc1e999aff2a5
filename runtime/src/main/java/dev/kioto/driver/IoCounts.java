package dev.kioto.driver;

/// What a driver has done for channels so far. All counts never go down.
///
/// @param turns times that the system was asked what is ready
/// @param registered channels that were taken in
/// @param deregistered channels of these that were closed
/// @param ready times that a channel was told that it is ready
public record IoCounts(long turns, long registered, long deregistered, long ready) {
  static final IoCounts NONE = new IoCounts(0, 0, 0, 0);
}
