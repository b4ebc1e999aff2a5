package dev.kioto.console.api;

/// A figure that is kept over time.
public record SeriesInfo(String name, String unit) {
}
