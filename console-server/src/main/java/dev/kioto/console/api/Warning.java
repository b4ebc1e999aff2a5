package dev.kioto.console.api;

/// Something about a task that deserves a look.
///
/// @param id which check found it: `self-wakes`, `lost-waker`, `never-yielded`
/// @param message what was found, as a sentence with its numbers
public record Warning(String id, String message) {
}
