package dev.kioto.console.collector;

import dev.kioto.proto.console.v1.RecorderState;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How long all polls of a program took since its start, and how long tasks were runnable before them: each poll that was recorded
/// is counted. Nanoseconds. Who takes two of them some time apart knows by the difference what was between. The histograms are
/// the caller's own.
///
/// @param atNanos when the program told it, on its clock
/// @param totals what the program had done in all by then, whatever was recorded of single tasks; of a difference those of its end
/// @param polls how long the polls took
/// @param delays how long tasks were runnable before them
public record PollTimes(long atNanos, Totals totals, Histogram polls, Histogram delays) {

  /// What a state of a recorder says of it; null when it says nothing of it, or not in a form that can be read.
  static @Nullable PollTimes of(@Nullable RecorderState told) {
    if (told == null) return null;
    var polls = HistogramDecoder.counts(told.getPollTimes());
    var delays = HistogramDecoder.counts(told.getSchedulingDelays());
    return polls == null || delays == null ? null
        : new PollTimes(Instants.nanos(told.getNow()), Totals.of(told.getTotals()), polls, delays);
  }

  /// The polls since an earlier time.
  ///
  /// @return null when the earlier one has more: it is not of the same run
  public @Nullable PollTimes since(PollTimes earlier) {
    var polled = difference(polls, earlier.polls);
    var delayed = difference(delays, earlier.delays);
    return polled == null || delayed == null ? null : new PollTimes(atNanos, totals, polled, delayed);
  }

  private static @Nullable Histogram difference(Histogram later, Histogram earlier) {
    if (later.getTotalCount() < earlier.getTotalCount()) return null;
    var difference = later.copy();
    try {
      difference.subtract(earlier);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      return null; // some length had more before
    }
    return difference;
  }
}
