package dev.kioto.console.api;

/// Whether a program's news are taken in.
///
/// @param paused the collector has asked the program to send no news; it records on
public record PauseState(boolean paused) {
}
