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
/// @param parentId the wire id of the task that spawned it; 0 when none did, or that is not known
public record TaskDescription(
    long id, long taskId, String name, String kind, String target, @Nullable String location, List<String> fields,
    long parentId) {

  /// A task without a parent.
  public TaskDescription(long id, long taskId, String name, String kind, String target, @Nullable String location,
      List<String> fields) {
    this(id, taskId, name, kind, target, location, fields, 0);
  }
}
