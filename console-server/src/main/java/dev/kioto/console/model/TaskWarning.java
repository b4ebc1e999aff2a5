package dev.kioto.console.model;

/// Something that was found to be wrong with a task.
///
/// @param id of what found it: `lost-waker`
/// @param message what was found, as a sentence with its numbers
public record TaskWarning(String id, String message) {
}
