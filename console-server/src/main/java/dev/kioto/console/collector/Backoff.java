package dev.kioto.console.collector;

import java.time.Duration;

/// How long to wait before the next attempt to connect: half a second, then twice as long each time, five seconds at
/// most. Not safe for use by several threads.
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  Duration next() {
    var pause = next;
    var doubled = pause.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return pause;
  }

  void reset() {
    next = first;
  }
}
