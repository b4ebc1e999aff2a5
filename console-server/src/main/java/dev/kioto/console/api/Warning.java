package dev.kioto.console.api;

/// Something about a task that deserves a look.
///
/// @param id which detector found it: `self-wake`, `lost-waker`, `never-yielded`; `GET /detectors` lists all
/// @param message what was found, as a sentence with its numbers
public record Warning(String id, String message) {
}
