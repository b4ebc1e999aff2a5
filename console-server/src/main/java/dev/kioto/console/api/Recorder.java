package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a program records of itself, what was lost of it, and what it costs.
///
/// @param level how much is recorded now
/// @param wantedLevel how much was asked for; above `level` while the cap on the recorder's own processor time holds it down
/// @param loweredBecause why the level is below what was asked for, as a sentence; null when it is not
/// @param timesLowered times since the start that the cap lowered the level
/// @param droppedEvents events that the program lost since its start, because a buffer was full: 0 when all is well
/// @param recordedEvents events since the start
/// @param eventsPerSecond over the last seconds
/// @param cpuShare processor time that the program spends on its consoles, over the last seconds: 0.03 is 3 % of one
///     processor. What recording adds to the program's own threads is not in it
/// @param cpuShareCap the share above which the level is lowered; null when there is no cap
/// @param memoryBytes what recording holds in memory, about
/// @param heldTasks tasks that the program holds for its consoles, ended ones among them
/// @param clients consoles that read now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recorder(
    Level level,
    Level wantedLevel,
    @Nullable String loweredBecause,
    int timesLowered,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedEvents,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long recordedEvents,
    double eventsPerSecond,
    double cpuShare,
    @Nullable Double cpuShareCap,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long memoryBytes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long heldTasks,
    int clients) {

  /// How much is recorded. Each contains those before it.
  public enum Level {
    /// A level that this version does not know.
    @JsonEnumDefaultValue UNKNOWN,
    /// Nothing.
    OFF,
    /// Totals of the whole program.
    COUNTS,
    /// Tasks, resources and operations.
    TASKS,
    /// Every event of the scheduler besides.
    TRACE
  }

  /// Whether the program records less than was asked for.
  public boolean wasLowered() {
    return loweredBecause != null;
  }
}
