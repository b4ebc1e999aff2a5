package dev.kioto.console.trace;

/// A task that events name.
///
/// @param name empty when it has none
/// @param location where it was spawned, `File.java:12`; empty when that is not known
/// @param type the type of its code; empty when that is not known
public record TraceTask(long id, String name, String location, String type) {
}
