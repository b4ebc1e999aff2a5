package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How the history on disk is.
///
/// @param kept whether there is one: the server has a data folder
/// @param problem why nothing is written now, as a sentence; null when all is well
/// @param droppedWrites seconds of targets and tasks that were lost since the server started: 0 when all is well
/// @param usedBytes what the database has in use
/// @param mostBytes what it may have
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryStatus(
    boolean kept,
    @Nullable String problem,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long committedWrites,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedWrites,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long usedBytes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long mostBytes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long longestCommitNanos) {
}
