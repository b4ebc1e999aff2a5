package dev.kioto.demo.body;

import java.time.Duration;

/// How much a demo does.
///
/// @param size of what it is about, 0 or more: each demo says what is counted
/// @param rate how fast it goes: 1 is the demo's own idea, 2 twice that
public record Load(int size, double rate) {

  /// @throws IllegalArgumentException when one is out of its range; the message begins with its name
  public Load {
    if (size < 0) throw new IllegalArgumentException("size is " + size + ": write 0 or more");
    if (!(rate >= 0.01 && rate <= 1000)) {
      throw new IllegalArgumentException("rate is " + rate + ": write a number from 0.01 to 1000");
    }
  }

  /// A pause that is so long at rate 1; at least a millisecond.
  public Duration pause(long millis) {
    return Duration.ofNanos(Math.max(1_000_000, (long) (millis * 1e6 / rate)));
  }
}
