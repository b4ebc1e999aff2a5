package dev.kioto.demo.http;

import java.time.Duration;

/// What one client may send, and how long it may take.
///
/// @param connections at a time; one more is answered by 503
/// @param line bytes of the first line of a request; a longer one is answered by 414
/// @param head bytes of a request up to its body; more are answered by 431
/// @param headers lines of it; more are answered by 431
/// @param body bytes; more are answered by 413
/// @param headTime from when a request is waited for until its head is there: 408, or nothing when nothing has come
/// @param bodyTime from then until its body is there: 408
/// @param writeTime for an answer, or a piece of it; the connection is closed
public record HttpLimits(int connections, int line, int head, int headers, int body, Duration headTime,
    Duration bodyTime, Duration writeTime) {

  /// As small servers have them.
  public static final HttpLimits DEFAULT = new HttpLimits(2_048, 8 * 1024, 16 * 1024, 100, 1024 * 1024,
      Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30));

  public HttpLimits {
    if (connections < 1 || line < 1 || head < line || headers < 1 || body < 0) {
      throw new IllegalArgumentException("limits are positive, and a head is not shorter than its line");
    }
  }

  /// The same with other times.
  public HttpLimits withTimes(Duration forHead, Duration forBody) {
    return new HttpLimits(connections, line, head, headers, body, forHead, forBody, writeTime);
  }
}
