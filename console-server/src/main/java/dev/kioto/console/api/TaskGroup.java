package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;

/// What tasks that have something in common come to. Sums are over all of its tasks, at one instant.
///
/// @param key what they have in common; empty when that is that they have no such thing
/// @param tasks how many there are, and of these how many are in each state
/// @param busyNanos time inside polls
/// @param scheduledNanos time between wakes and the polls that follow
public record TaskGroup(
    String key,
    TaskCounts tasks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long busyNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long scheduledNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long polls,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long selfWakes) {
}
