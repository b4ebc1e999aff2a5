package dev.kioto.console.cause;

import java.util.List;

/// One wait of a task, and what it came from.
///
/// @param from when it began, on the program's clock
/// @param nanos how long it has lasted, or did
/// @param ongoing whether the task waits still
/// @param sentence for a tired person
/// @param links the most important first; for a chain, in its order
public record Wait(For what, long from, long nanos, boolean ongoing, String sentence, List<Link> links) {

  /// What was waited for.
  public enum For {
    /// To be polled: it was woken.
    WORKER,
    /// Something that another task holds.
    RESOURCE,
    /// Tasks that wait for each other.
    CYCLE,
    /// Something that has to come: a message, an instant, the world outside.
    EVENT
  }

  public Wait {
    links = List.copyOf(links);
  }
}
