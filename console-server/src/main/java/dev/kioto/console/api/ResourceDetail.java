package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/// One resource with all owners and waiters that are known. In JSON its properties stand beside `asOf`.
///
/// @param asOf the instant of its numbers, on the target's clock
public record ResourceDetail(@JsonUnwrapped Resource resource, Instant asOf) {
}
