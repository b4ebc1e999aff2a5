package dev.kioto.probe;

/// One setting of a runtime, as it is now.
///
/// @param name as the system property without its prefix: `worker-threads`
/// @param value as the system property takes it: `4`, `10ms`, `on`
/// @param description what it does, in a sentence
/// @param canChange whether [RuntimeView#changeSetting] takes it while the runtime runs
/// @param isChanged whether it differs from the default
public record SettingView(String name, String value, String description, boolean canChange, boolean isChanged) {}
