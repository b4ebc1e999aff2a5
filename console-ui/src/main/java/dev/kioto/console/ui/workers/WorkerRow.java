package dev.kioto.console.ui.workers;

import dev.kioto.console.api.Worker;

/// A worker as it was read last, and its recent course.
///
/// @param pollNanos how long the poll that goes on has taken; -1 when it polls nothing, or that is not known
/// @param busy the share of the last second that it was awake, from 0 to 1; NaN before the second reading
/// @param pollRate polls a second; NaN as of `busy`
/// @param stealRate tasks a second that it took from others
/// @param parkRate times a second that it went to sleep
/// @param busyCourse `busy`, one a second, oldest first; a gap is NaN
/// @param queueCourse the depth of its queue, likewise
@SuppressWarnings("ArrayRecordComponent") // drawn each second, never compared
public record WorkerRow(Worker worker, long pollNanos, double busy, double pollRate, double stealRate, double parkRate,
    double[] busyCourse, double[] queueCourse) {

  /// Unique in a run: the runtime's id and the index.
  public String key() {
    return worker.runtimeId() + '/' + worker.index();
  }
}
