package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One task with how long its polls and its waits for a worker took. In JSON the task's properties stand beside the
/// others.
///
/// @param asOf the instant of the task's numbers, on the target's clock
/// @param pollTimes durations of its polls; null (and sent as `null`) when the target did not give them
/// @param scheduledTimes durations from a wake to the poll; null (and sent as `null`) when the target did not give them
public record TaskDetail(
    @JsonUnwrapped Task task, Instant asOf, @Nullable Histogram pollTimes, @Nullable Histogram scheduledTimes) {
}
