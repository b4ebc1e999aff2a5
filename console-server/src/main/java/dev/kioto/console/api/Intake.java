package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/// What a program said that made no sense, or was more than is kept. Each is 0 when all is well, and counts from the
/// attach on, but for those that say otherwise.
///
/// @param cutTexts texts that were longer than is kept of one
/// @param leftOut entries without an id, and those beyond what is read of one list
/// @param badHistograms histograms that could not be read
/// @param clockSteps times that the program's clock went back
/// @param orphanStats figures of what the program never described, in this run
/// @param reusedIds ids that had ended and began again, in this run
/// @param refused tasks, resources, operations and wakes that there was no room for, in this run
/// @param failedStreams times that the program stopped telling something while it told the rest
/// @param missing what it does not tell now although it can, and why: a sentence each
public record Intake(
    @JsonFormat(shape = JsonFormat.Shape.STRING) long cutTexts,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long leftOut,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long badHistograms,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long clockSteps,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long orphanStats,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long reusedIds,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long refused,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long failedStreams,
    List<String> missing) {

  /// Nothing of that.
  public static final Intake CLEAN = new Intake(0, 0, 0, 0, 0, 0, 0, 0, List.of());
}
