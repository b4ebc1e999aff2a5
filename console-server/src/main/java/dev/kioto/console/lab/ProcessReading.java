package dev.kioto.console.lab;

import java.util.Map;

/// What a JVM has taken since its start. Figures that cannot be had are NaN.
///
/// @param atNanos when, by [System#nanoTime] of the lab
/// @param cpuNanos processor time of the process
/// @param allocated bytes, of all threads together
/// @param collections garbage collections
/// @param collectionMillis time in them
/// @param resident bytes of memory now
/// @param switches context switches of all threads that live
/// @param counts the program's own counters
record ProcessReading(long atNanos, double cpuNanos, double allocated, double collections, double collectionMillis,
    double resident, double switches, Map<String, Long> counts) {
}
