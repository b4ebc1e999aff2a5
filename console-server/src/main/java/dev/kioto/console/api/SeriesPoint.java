package dev.kioto.console.api;

import java.time.Instant;

/// A figure over one step of time.
///
/// @param at the step's start
/// @param mean over the seconds of the step that are known
/// @param min the least of them
/// @param max the largest of them
/// @param seconds how many are known
public record SeriesPoint(Instant at, double mean, double min, double max, long seconds) {
}
