package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a target's resources.
///
/// @param total how many resources the collector keeps of the run
/// @param matched how many of them were asked for
/// @param droppedEvents events of resources and operations that the program lost, and what the collector had no room for: 0
///     when all is well
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of every number in the list, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ResourcePage(List<Resource> resources, int total, int matched,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedEvents, @Nullable String nextCursor, Instant asOf) {
}
