package dev.kioto.console.api;

import java.util.List;

/// Every figure that is kept over time, whether a target has it or not.
public record SeriesList(List<SeriesInfo> series) {
}
