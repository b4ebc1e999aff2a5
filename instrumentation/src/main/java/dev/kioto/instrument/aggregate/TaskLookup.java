package dev.kioto.instrument.aggregate;

import dev.kioto.probe.TaskView;
import org.jspecify.annotations.Nullable;

/// A task that is not forgotten.
///
/// @param view of the living task; null when it has ended
/// @param lastWokenBy the task that woke it last, 0 when none did
public record TaskLookup(@Nullable TaskView view, long lastWokenBy) {}
