package dev.kioto.instrument.aggregate;

/// The totals of one task at one moment. Instants are readings of [System#nanoTime] or [#ABSENT]; durations are in
/// nanoseconds.
///
/// @param createdAt when it was spawned
/// @param endedAt absent while it lives
/// @param wakes how often it was woken
/// @param selfWakes those of `wakes` that were made inside its own poll
/// @param wakerClones wakers that were handed out
/// @param wakerDrops those of `wakerClones` that nobody can use any more
/// @param lastWake when it was last made runnable: by its spawn or a wake
/// @param lastWokenBy the task that woke it last, 0 when none did
/// @param polls polls that have started
/// @param firstPoll absent before the first poll
/// @param lastPollStarted absent before the first poll
/// @param lastPollEnded absent before the end of the first poll, and before `lastPollStarted` while a poll runs
/// @param busyNanos inside polls that have ended
/// @param scheduledNanos between being made runnable and being polled, over all polls that have ended
public record TaskSnapshot(
    TaskInfo info, long createdAt, long endedAt, long wakes, long selfWakes, long wakerClones, long wakerDrops,
    long lastWake, long lastWokenBy, long polls, long firstPoll, long lastPollStarted, long lastPollEnded,
    long busyNanos, long scheduledNanos) {
  /// The instant of what has not happened.
  public static final long ABSENT = Instants.ABSENT;
}
