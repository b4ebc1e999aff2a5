package dev.kioto.scheduler;

import org.jspecify.annotations.Nullable;

/// Takes the times of one core's polls, for histograms and hooks. The core's thread only.
///
/// A core has none when nobody asked for its figures: then no clock is read for a poll. With one, a poll costs two readings,
/// or one when it follows another at once; none where the probe has read the clock already.
final class PollClock {
  /// Said of a latency that is not known.
  static final long UNKNOWN = -1;

  private final @Nullable Histogram pollTimes;
  private final @Nullable Histogram latencies;
  private final boolean tracksLatency;

  private long started;
  private long ended;
  private long latency = UNKNOWN;

  private PollClock(CoreStats stats, boolean tracksLatency) {
    pollTimes = stats.pollTimes;
    latencies = stats.scheduleLatencies;
    this.tracksLatency = tracksLatency;
  }

  /// The clock of a core that counts in `stats`, or null when the options ask for none.
  static @Nullable PollClock of(SchedulerOptions options, CoreStats stats) {
    return options.pollTimeHistogram || options.tracksScheduleLatency()
        ? new PollClock(stats, options.tracksScheduleLatency())
        : null;
  }

  /// A poll starts.
  ///
  /// @param probed what the probe read for it, or 0
  /// @param runnableSince when the task became runnable; of no meaning unless latencies are tracked
  /// @param afterPoll nothing worth a reading has happened since the last poll ended
  /// @return the instant of the start
  long pollStarted(long probed, long runnableSince, boolean afterPoll) {
    long now = probed != 0 ? probed : afterPoll ? ended : System.nanoTime();
    started = now;
    if (tracksLatency) {
      latency = Math.max(0, now - runnableSince);
      if (latencies != null) {
        latencies.record(latency);
      }
    }
    return now;
  }

  /// The poll that started last is over.
  ///
  /// @param probed what the probe read for it, or 0
  /// @return the instant of the end
  long pollEnded(long probed) {
    long now = probed != 0 ? probed : System.nanoTime();
    ended = now;
    if (pollTimes != null) {
      pollTimes.record(now - started);
    }
    return now;
  }

  /// How long the task of the poll that started last had been runnable, in nanoseconds, or [#UNKNOWN].
  long latency() {
    return latency;
  }
}
