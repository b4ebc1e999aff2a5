package dev.kioto.instrument.recorder;

/// What a recorder has taken and what it had to drop, since its start. Losses are 0 when all is well, and never go down.
///
/// @param recorded events handed to the reader
/// @param lostSpawns tasks that no reader will hear of
/// @param lostPolls polls missing from the counts and times of their tasks
/// @param lostWakes wakes missing from the counts of their tasks
/// @param lostEnds ends of tasks, to be found by [dev.kioto.probe.TaskView#phase]
/// @param channels threads that have a channel, plus the stripes of the shared one once it is used
public record RecorderCounts(
    long recorded, long lostSpawns, long lostPolls, long lostWakes, long lostEnds, int channels) {

  /// All losses.
  public long lost() {
    return lostSpawns + lostPolls + lostWakes + lostEnds;
  }
}
