package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a diagnosis is about.
///
/// @param name for people; may be empty
/// @param site where the task was spawned or the thing was made; null when that is not known
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subject(SubjectKind kind, String id, String name, @Nullable String site) {
}
