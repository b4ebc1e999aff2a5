package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A fact that a diagnosis rests on.
///
/// @param label what it is, for people
/// @param value a number as digits, an instant in ISO 8601, or a text
/// @param unit `ns`, `%`, `1/s`, `bytes`, `instant`; null for a count or a text
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(String label, String value, @Nullable String unit) {
}
