package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One frame of a stack.
///
/// @param className with its package
/// @param file null when the class file does not name it
/// @param line null when unknown
/// @param module null for the unnamed module
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StackFrame(
    String className, String method, @Nullable String file, @Nullable Integer line, @Nullable String module) {
}
