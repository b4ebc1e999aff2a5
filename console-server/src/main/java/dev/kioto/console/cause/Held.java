package dev.kioto.console.cause;

/// A part of a time in which a worker was one task's.
///
/// @param task its wire id
/// @param worker the name of the worker's thread, or `worker 2` when that is not known
/// @param nanos of the time
/// @param polls in how many polls; 1 for one that goes on
/// @param longestNanos the longest of them, as far as it is within the time
/// @param ongoing whether the last of them goes on
/// @param place where in its code it was, `File.java:12`; empty when that is not known
public record Held(long task, String worker, long nanos, int polls, long longestNanos, boolean ongoing, String place) {
}
