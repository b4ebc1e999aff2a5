package dev.kioto.console.collector;

/// What a program did in all since it started. Counts never go down in a run.
///
/// @param busyNanos time of all polls together
public record Totals(long spawned, long ended, long polls, long wakes, long selfWakes, long busyNanos) {

  static Totals of(dev.kioto.proto.console.v1.Totals told) {
    return new Totals(told.getSpawned(), told.getEnded(), told.getPolls(), told.getWakes(), told.getSelfWakes(),
        Instants.nanos(told.getBusyTime()));
  }
}
