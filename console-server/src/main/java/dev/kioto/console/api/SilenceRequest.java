package dev.kioto.console.api;

/// Silences a detector, or ends that.
///
/// @param site the `site` of a subject: only of what was spawned or made there; empty for everything
public record SilenceRequest(String site) {
}
