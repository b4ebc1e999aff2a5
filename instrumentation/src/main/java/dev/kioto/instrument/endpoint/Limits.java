package dev.kioto.instrument.endpoint;

import java.time.Duration;

/// What the endpoint takes from all callers together and from each connection, so that none of them, whatever it does, costs
/// the program more than a little of one processor and a few megabytes.
///
/// @param connections that are open at once, above 0; more are closed as they come
/// @param connectionsPerSecond that are accepted on the average; more wait in the system's queue
/// @param bytesPerSecond that are read from one connection on the average
/// @param burstBytes that are read from one connection at once before that holds, and the most that it can save up
/// @param calls that are open at once, of all connections
/// @param callsPerConnection of these
/// @param callsPerSecond that one connection may begin on the average, and as many at once
/// @param requestTime by when the request of a call must be there whole
/// @param idleTime after which a connection without a call is closed: one that never says anything is such
/// @param keepAlive after which a connection from which nothing came is asked for a sign of life
/// @param keepAliveTimeout by when that must come
public record Limits(int connections, int connectionsPerSecond, int bytesPerSecond, int burstBytes, int calls,
    int callsPerConnection, int callsPerSecond, Duration requestTime, Duration idleTime, Duration keepAlive,
    Duration keepAliveTimeout) {

  /// Those of every program. A console has one connection and some ten calls; the most that it has to say are
  /// acknowledgements, 26 bytes for each 32 KiB that it got.
  public static final Limits DEFAULT = new Limits(64, 50, 64 * 1024, 512 * 1024, 1024, 256, 200,
      Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofSeconds(20));
}
