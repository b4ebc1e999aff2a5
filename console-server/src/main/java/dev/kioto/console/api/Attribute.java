package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A part of the state of a resource or an operation.
///
/// @param name lower case, words joined by `_`
/// @param value a number, `true`, `false`, or a text
/// @param unit of a number: `ms`, `bytes`; null for a count and for what is no number
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attribute(String name, String value, @Nullable String unit) {
}
