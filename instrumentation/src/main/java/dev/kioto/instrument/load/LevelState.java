package dev.kioto.instrument.load;

import dev.kioto.instrument.recorder.RecordLevel;

/// The level at one moment.
///
/// @param inForce how much is recorded
/// @param wanted how much was asked for; above `inForce` while the cap holds it down
/// @param loweredBecause why, as a sentence for people; empty when it is not
/// @param timesLowered how often the cap has lowered the level since the start
/// @param cap the share of one processor that may be taken; 0 when there is no cap
public record LevelState(
    RecordLevel inForce, RecordLevel wanted, String loweredBecause, int timesLowered, double cap) {}
