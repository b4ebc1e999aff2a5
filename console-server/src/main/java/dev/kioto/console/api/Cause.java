package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a diagnosis comes from.
///
/// @param id as of a [Subject] of the kind
/// @param name may be empty
/// @param share which part of it comes from this, from 0 to 1; null when it cannot be divided
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cause(SubjectKind kind, String id, String name, @Nullable Double share) {
}
