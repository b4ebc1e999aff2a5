package dev.kioto.console.ui.link;

/// How a filter could go on.
///
/// @param of what is filtered: `tasks`, `resources`
/// @param text the filter as far as it is typed
/// @param at where the cursor stands, in characters from 0
public record CompletionRequest(String of, String text, int at) {}
