package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The wait-for graph: which tasks wait for which others.
///
/// @param waits a part of the waits for what tasks hold, the longest first. A wait for what nobody holds, a message or a
///     timer, is not among them
/// @param matched how many there are
/// @param cycles circles, those that are certain first; a hundred at most. The same in each part
/// @param parked of the tasks that live, those that are parked on an object, the most first: when `stacks` was asked for; else
///     null (and sent as `null`)
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of the graph, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WaitForPage(
    List<Wait> waits, int matched, List<WaitCycle> cycles, @Nullable List<ParkedGroup> parked,
    @Nullable String nextCursor, Instant asOf) {
}
