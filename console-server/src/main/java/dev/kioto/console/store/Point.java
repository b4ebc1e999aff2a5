package dev.kioto.console.store;

/// A series over one step of time.
///
/// @param atSeconds the step's start, since 1970
/// @param mean over the seconds of the step that are known
/// @param min the least of them
/// @param max the largest of them
/// @param count how many are known
public record Point(long atSeconds, double mean, double min, double max, long count) {
}
