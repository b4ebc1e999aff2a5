package dev.kioto.console.api;

/// Asks a program to record more or less from now on, for all its consoles.
///
/// @param level one of `OFF`, `COUNTS`, `TASKS`, `TRACE`
public record LevelRequest(Recorder.Level level) {
}
