package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a target's incidents.
///
/// @param total how many the collector keeps, the last 2000 of a run at most
/// @param matched how many of them the request lets through
/// @param droppedIncidents how many the program could not keep; 0 when all is well
/// @param nextCursor asks for the next part; null at the end
/// @param asOf the program's clock when it told of them last
public record IncidentPage(List<Incident> incidents, int total, int matched,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedIncidents, @Nullable String nextCursor, Instant asOf) {
}
