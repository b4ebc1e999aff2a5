package dev.kioto.console.api;

import java.time.Instant;
import java.util.List;

/// The workers of every runtime of a target, by runtime and index.
///
/// @param asOf the instant of the numbers, on the target's clock
public record WorkerList(List<Worker> workers, Instant asOf) {
}
