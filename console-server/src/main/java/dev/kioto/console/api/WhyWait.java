package dev.kioto.console.api;

import java.time.Instant;
import java.util.List;

/// One wait of a task, and what it came from.
///
/// @param waitsFor `worker`: it was woken and not polled; `resource`: another task holds what it waits for; `cycle`: tasks wait for each
///     other; `event`: something has to come
/// @param from when it began, on the program's clock
/// @param nanos how long it has lasted, or did
/// @param ongoing whether the task waits still
/// @param sentence for people
/// @param links what it comes from, the most important first; for a resource the chain, in its order
public record WhyWait(
    String waitsFor, Instant from, long nanos, boolean ongoing, String sentence, List<WhyLink> links) {
}
