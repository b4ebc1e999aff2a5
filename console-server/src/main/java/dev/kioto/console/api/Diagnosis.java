package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that is or was wrong with a program. All instants are on the program's clock.
///
/// @param id unique among those of its target
/// @param detector what found it: `starved`; `GET /detectors` lists all
/// @param target the target's id
/// @param run which life of the program
/// @param title a few words, without numbers
/// @param sentence what is wrong, with its numbers
/// @param advice what to try
/// @param raisedAt when it was found first
/// @param updatedAt when it was found last
/// @param clearedAt when it was not there any more; null while it is active
/// @param evidence the facts that it rests on, the most telling first
/// @param causes what it comes from, the most important first; empty when that is not known
/// @param stack taken when it happened, the innermost frame first; null when none was taken
/// @param threshold what the detector was set to, by name: a number in the unit that `GET /detectors` tells
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Diagnosis(
    String id,
    String detector,
    Severity severity,
    DiagnosisState state,
    String target,
    String run,
    Subject subject,
    String title,
    String sentence,
    String advice,
    Instant raisedAt,
    Instant updatedAt,
    @Nullable Instant clearedAt,
    List<Evidence> evidence,
    List<Cause> causes,
    @Nullable List<StackFrame> stack,
    Map<String, String> threshold) {
}
