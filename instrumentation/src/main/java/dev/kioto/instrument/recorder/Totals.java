package dev.kioto.instrument.recorder;

/// What all threads together have told while the level was [RecordLevel#COUNTS] or above. Exact, also when rings overflow.
/// Never goes down.
///
/// @param spawned tasks
/// @param ended tasks
/// @param polls polls that ended
/// @param wakes wakes, the self-wakes among them
/// @param selfWakes wakes of a task inside its own poll
/// @param busyNanos the time of these polls together, in nanoseconds
public record Totals(long spawned, long ended, long polls, long wakes, long selfWakes, long busyNanos) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

  Totals plus(Totals other) {
    return new Totals(spawned + other.spawned, ended + other.ended, polls + other.polls, wakes + other.wakes,
        selfWakes + other.selfWakes, busyNanos + other.busyNanos);
  }
}
