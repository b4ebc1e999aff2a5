package dev.kioto.console.store;

import org.jspecify.annotations.Nullable;

/// A diagnosis that was raised, and perhaps cleared. Raised again with the same key, it replaces what was there.
///
/// @param target the target's address
/// @param runId which life of the program
/// @param key what tells it from others of the same check: a task's id, a place
/// @param check the id of the check
/// @param raisedAt in nanoseconds since 1970
/// @param clearedAt null while it stands
/// @param evidence as JSON
public record Raised(String target, String runId, String key, String check, String severity, long raisedAt,
    @Nullable Long clearedAt, String message, String evidence) {
}
