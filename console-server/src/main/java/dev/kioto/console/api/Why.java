package dev.kioto.console.api;

import java.time.Instant;
import java.util.List;

/// Why a task waits, or waited.
///
/// @param sentence of the wait that says most, or that there was none
/// @param asOf on the program's clock
/// @param waits the one that goes on first, then the longest for a worker in the time that was asked for
/// @param cannotTell what is not known, and why: a sentence each
public record Why(TaskRef task, String sentence, Instant asOf, List<WhyWait> waits, List<String> cannotTell) {
}
