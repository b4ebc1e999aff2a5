package dev.kioto.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What does not change about a task.
///
/// @param id the wire id, unique in a run; any 64 bits but 0
/// @param taskId the id that the program shows for the task; `id` when it shows none
/// @param name empty when the task has none
/// @param kind what the program calls the kind of task; `task` when it does not say
/// @param target the runtime or crate that the task belongs to; may be empty
/// @param location where it was spawned, or null
/// @param fields everything else that the program says of it: a name, its value, the next name, ...
public record TaskDescription(
    long id, long taskId, String name, String kind, String target, @Nullable String location, List<String> fields) {
}
