package dev.kioto.console.api;

/// Asks a program to change a setting of one of its runtimes.
///
/// @param runtimeId `RuntimeInfo.id`
/// @param name as in [Setting]
/// @param value as the system property takes it
public record SettingRequest(String runtimeId, String name, String value) {
}
