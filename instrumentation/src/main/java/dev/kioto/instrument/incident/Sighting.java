package dev.kioto.instrument.incident;

import org.jspecify.annotations.Nullable;

/// One poll that goes on, as the watch has seen it so far. The watch's thread alone.
final class Sighting {
  final long runtime;
  final int worker;
  final long task;
  final long start;
  final Meter meter;

  private final long firstSeen;
  private final long sumBefore;
  long lastSeen;
  @Nullable Incident incident; // once there is one
  long nextStackAt; // as a length of the poll

  Sighting(long runtime, int worker, long task, long start, Meter meter, long now) {
    this.runtime = runtime;
    this.worker = worker;
    this.task = task;
    this.start = start;
    this.meter = meter;
    firstSeen = now;
    lastSeen = now;
    sumBefore = meter.sum();
  }

  /// Whether it was looked at for long enough to tell what it does by itself.
  boolean isKnown() {
    return lastSeen - firstSeen > 0;
  }

  /// What it has done by itself so far, at most as long as it lasts: the time before it was seen counts as the time since.
  long own(Stops stops, long until) {
    long watched = Math.max(1, lastSeen - firstSeen);
    double share = Math.clamp((double) (meter.sum() - sumBefore) / watched, 0, 1);
    long before = Math.max(0, firstSeen - start - stops.within(start, firstSeen));
    long after = Math.max(0, until - lastSeen - stops.within(lastSeen, until));
    long sum = meter.sum() - sumBefore + (long) (share * (before + after));
    return Math.min(sum, Math.max(0, until - start - stops.within(start, until)));
  }
}
