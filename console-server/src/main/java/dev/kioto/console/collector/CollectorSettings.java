package dev.kioto.console.collector;

import dev.kioto.console.model.Retention;
import java.time.Duration;

/// How a collector treats its targets.
///
/// @param answerTimeout how long one question to a program may take
/// @param attachTimeout how long an attach waits for the program's first update
/// @param firstPause before the first attempt to connect again; doubled at each further one
/// @param longestPause what doubling stops at
/// @param retention how much is kept of each program
public record CollectorSettings(
    Duration answerTimeout,
    Duration attachTimeout,
    Duration firstPause,
    Duration longestPause,
    Retention retention) {

  /// Five seconds for an answer, ten for an attach, pauses from half a second to five.
  public static final CollectorSettings DEFAULT = new CollectorSettings(Duration.ofSeconds(5), Duration.ofSeconds(10),
      Duration.ofMillis(500), Duration.ofSeconds(5), Retention.DEFAULT);
}
