package dev.kioto.console.model;

/// The totals of one task at one moment. Instants may be [TaskRecord#ABSENT].
///
/// @param id the wire id
/// @param busyNanos time inside polls that have ended
/// @param scheduledNanos time from wakes to the polls that followed
public record TaskStats(
    long id,
    long createdAt,
    long droppedAt,
    long busyNanos,
    long scheduledNanos,
    long polls,
    long wakes,
    long selfWakes,
    long wakerClones,
    long wakerDrops,
    long lastWake,
    long lastPollStarted,
    long lastPollEnded) {
}
