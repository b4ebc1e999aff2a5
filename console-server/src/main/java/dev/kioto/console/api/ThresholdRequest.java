package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Sets a threshold of a detector.
///
/// @param name of the threshold: `warn`
/// @param value as people write it: `200ms`, `50%`, `100`; null for the standard one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ThresholdRequest(String name, @Nullable String value) {
}
