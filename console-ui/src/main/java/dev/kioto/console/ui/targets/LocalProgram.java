package dev.kioto.console.ui.targets;

/// A program of the server's machine that could be attached to.
///
/// @param address what to attach to
/// @param name for people; the address when it has none
/// @param note what else is known: its process id, what it may be
/// @param needsToken whether it must be shown a token
public record LocalProgram(String address, String name, String note, boolean needsToken) {}
