package dev.kioto.console.ui.link;

import java.time.Instant;
import java.util.List;

/// Which figures are asked for.
///
/// @param names of the series
/// @param from on the collector's clock
/// @param stepSeconds the length of each point's time
public record SeriesRequest(List<String> names, Instant from, Instant to, int stepSeconds) {}
