package dev.kioto.instrument.aggregate;

/// The distributions of all polls of a program, since its start.
///
/// @param pollTimes how long they took
/// @param schedulingDelays how long tasks were runnable before them
public record ProgramDistributions(FineBuckets pollTimes, FineBuckets schedulingDelays) {}
