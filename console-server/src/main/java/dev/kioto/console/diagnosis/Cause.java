package dev.kioto.console.diagnosis;

import org.jspecify.annotations.Nullable;

/// What a finding comes from, as far as that is known.
///
/// @param id as of a [Subject] of the kind
/// @param name may be empty
/// @param share which part of it comes from this, from 0 to 1; null when it cannot be divided
public record Cause(Subject.Kind kind, String id, String name, @Nullable Double share) {
}
