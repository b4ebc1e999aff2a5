package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a target's runtimes, by id.
///
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of the numbers, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RuntimeList(List<RuntimeInfo> runtimes, @Nullable String nextCursor, Instant asOf) {
}
