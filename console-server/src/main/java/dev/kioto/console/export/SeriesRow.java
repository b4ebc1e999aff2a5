package dev.kioto.console.export;

import java.time.Instant;

/// A point of a series as a row of a table that several share.
///
/// @param series its name
/// @param at on the collector's clock
public record SeriesRow(String series, Instant at, double mean, double min, double max) {
}
