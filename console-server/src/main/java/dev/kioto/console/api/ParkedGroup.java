package dev.kioto.console.api;

import java.util.List;

/// Tasks that are parked on one object of the JDK's or the program's own: a lock that the runtime does not know of.
///
/// @param object `class@identity`
/// @param tasks the first ten, by id
/// @param taskCount how many there are
public record ParkedGroup(String object, List<TaskRef> tasks, int taskCount) {
}
