package dev.kioto.instrument.load;

import dev.kioto.instrument.aggregate.Footprint;

/// What the console takes of the program at one moment.
///
/// @param level what is recorded
/// @param cpuShare processor time of the console's own threads over the last seconds, as a share of one processor
/// @param cpuNanos the same since the start, in nanoseconds; 0 when the platform does not tell
/// @param eventsPerSecond events recorded a second, over the last seconds
/// @param footprint what is held in memory
public record LoadReport(
    LevelState level, double cpuShare, long cpuNanos, double eventsPerSecond, Footprint footprint) {}
