package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a target's operations.
///
/// @param total how many operations the collector keeps of the run: those that go on, and those that waited for long
/// @param matched how many of them were asked for
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of every number in the list, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OperationPage(
    List<Operation> operations, int total, int matched, @Nullable String nextCursor, Instant asOf) {
}
