package dev.kioto.instrument.aggregate;

import java.util.List;

/// A part of what a subscriber has not seen yet.
///
/// @param atNanos when it was taken by [System#nanoTime]: no instant in it is later
/// @param tasks those that have changed, none twice
/// @param more whether the same look has another part
/// @param lostEvents events lost since the subscriber's last batch, in its first one since the start; 0 when all is well
public record Batch(long atNanos, List<Change<TaskSnapshot>> tasks, boolean more, long lostEvents) {}
