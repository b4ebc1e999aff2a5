package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One link of a chain of causes.
///
/// @param kind `task`, `resource`, `worker` or `process`
/// @param id of a task its wire id, of a resource its id, of a worker the name of its thread
/// @param name empty when it has none, or has been forgotten
/// @param role what it has to do with the wait, as half a sentence
/// @param nanos how long; null when that is not known
/// @param share of the wait, from 0 to 1; null when it cannot be divided
/// @param place where in its code it was, `File.java:12`; null when that is not known
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WhyLink(String kind, String id, String name, String role, @Nullable Long nanos, @Nullable Double share,
    @Nullable String place) {
}
