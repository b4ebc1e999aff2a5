package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One life of a target's program, from its start to its end, as far as it was watched.
///
/// @param id what requests take as `run`
/// @param startedAt when the program's instrumentation started; null when the protocol does not tell
/// @param firstSeenAt when the collector first heard of it
/// @param replacedAt when the next run began; null for the present one
/// @param asOf the instant of what is known of it, on the target's clock
/// @param tasks how many tasks the collector keeps of it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunInfo(String id, @Nullable Long pid, @Nullable Instant startedAt, Instant firstSeenAt,
    @Nullable Instant replacedAt, Instant asOf, TaskCounts tasks) {
}
