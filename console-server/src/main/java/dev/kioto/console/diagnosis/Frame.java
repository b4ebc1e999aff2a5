package dev.kioto.console.diagnosis;

import org.jspecify.annotations.Nullable;

/// One frame of a stack that was taken when something happened.
///
/// @param className with its package
/// @param file null when the class file does not name it
/// @param line null when unknown
/// @param module null for the unnamed module
public record Frame(String className, String method, @Nullable String file, @Nullable Integer line,
    @Nullable String module) {
}
