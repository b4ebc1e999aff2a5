package dev.kioto.console.cause;

/// One link of a chain of causes: what it was that somebody waited for, or behind whom.
///
/// @param kind what the subject is
/// @param id the subject's: of a task its wire id, of a resource its id, of a thread its name
/// @param name for people; may be empty
/// @param role what it has to do with the wait, as half a sentence: `was polled on kioto-worker-2`
/// @param nanos how long; 0 when that is not known
/// @param share of the wait, from 0 to 1; 0 when it cannot be divided
/// @param place where in its code it was, as `File.java:12`; empty when that is not known
public record Link(Kind kind, String id, String name, String role, long nanos, double share, String place) {

  /// What a link is about.
  public enum Kind {
    /// A task.
    TASK,
    /// A lock, a channel, a timer.
    RESOURCE,
    /// A worker, by the name of its thread.
    WORKER,
    /// The process as a whole, when it stood still.
    PROCESS
  }
}
