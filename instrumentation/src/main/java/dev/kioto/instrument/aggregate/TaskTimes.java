package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.Nullable;

/// The distributions of one task's times at one moment.
///
/// @param atNanos when they were taken by [System#nanoTime]
/// @param polls how long its polls took; null before the end of the first one
/// @param scheduled how long it was runnable before them; null before the end of the first one
public record TaskTimes(long atNanos, @Nullable TimeHistogram polls, @Nullable TimeHistogram scheduled) {}
