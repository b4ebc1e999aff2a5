package dev.kioto.console.api;

/// An option of a runtime.
///
/// @param name as the system property without its prefix: `worker-threads`
/// @param value as the system property takes it: `4`, `10ms`, `on`
/// @param description what it does, in a sentence
/// @param canChange whether it can be changed while the runtime runs
/// @param changed whether it differs from the default
public record Setting(String name, String value, String description, boolean canChange, boolean changed) {
}
