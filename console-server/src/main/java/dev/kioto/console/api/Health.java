package dev.kioto.console.api;

/// That the server answers, and since when.
///
/// @param status always `ok`
/// @param version the server's version, `dev` when run from classes
/// @param uptimeMillis milliseconds since the server started
public record Health(String status, String version, long uptimeMillis) {
}
