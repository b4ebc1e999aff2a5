package dev.kioto.instrument.aggregate;

import java.util.List;

/// A part of what a reader of wake edges has not seen yet.
///
/// @param atNanos when it was taken by [System#nanoTime]
/// @param edges and free slots, no slot twice
/// @param uncounted wakes since the start whose edge is not kept
/// @param more whether the same look has another part
public record WakeBatch(long atNanos, List<WakeEdge> edges, long uncounted, boolean more) {}
