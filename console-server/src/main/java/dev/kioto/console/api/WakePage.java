package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of who wakes whom.
///
/// @param total how many edges there are
/// @param matched how many of them were asked for
/// @param uncountedWakes wakes since the program's start that are in no edge: there were too many edges, or their tasks are
///     forgotten
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of every number in the list, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WakePage(List<WakeEdge> wakes, int total, int matched,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long uncountedWakes, @Nullable String nextCursor, Instant asOf) {
}
