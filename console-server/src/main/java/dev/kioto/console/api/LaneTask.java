package dev.kioto.console.api;

/// A task that lanes name.
///
/// @param name empty when it has none
/// @param location where it was spawned; empty when that is not known
public record LaneTask(String id, String name, String location) {
}
