package dev.kioto.console.model;

import java.util.List;

/// News of a program's incidents.
///
/// @param now on the program's clock
/// @param incidents those that began or changed
/// @param dropped incidents since the start of the program that it could not keep; 0 when all is well
/// @param longPollNanos from how long on a poll is a long one to the program
/// @param periodNanos how often the program looks at its polls
/// @param heldUpNanos of the time since the program's start, for how long a thread of it that should have run did not
public record IncidentUpdate(long now, List<Incident> incidents, long dropped, long longPollNanos, long periodNanos,
    long heldUpNanos) {
}
