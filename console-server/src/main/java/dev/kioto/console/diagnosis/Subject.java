package dev.kioto.console.diagnosis;

import org.jspecify.annotations.Nullable;

/// What a finding is about.
///
/// @param id unique among those of its kind in the run
/// @param name for people; may be empty
/// @param site where the task was spawned or the thing was made, by which findings are silenced; null when that is not known
public record Subject(Kind kind, String id, String name, @Nullable String site) {

  /// What there is to be wrong.
  public enum Kind {
    /// A task; its id is the wire id.
    TASK,
    /// A lock, a channel, a timer.
    RESOURCE,
    /// A worker; its id is the runtime's and its index: `1/0`.
    WORKER,
    /// A runtime.
    RUNTIME,
    /// A place in the code where tasks are spawned; its id is the place.
    SITE,
    /// Tasks that wait for each other; its id is made of theirs.
    CYCLE
  }
}
