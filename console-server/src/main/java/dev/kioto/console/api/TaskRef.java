package dev.kioto.console.api;

/// A task that something else is about.
///
/// @param id its wire id: what paths take
/// @param name empty when it has none, or has been forgotten
public record TaskRef(String id, String name) {
}
