package dev.kioto.console.ui.commands;

/// Something that the window can do, under a name that can be typed.
///
/// @param kind what it belongs to, in a word
/// @param words what it does
/// @param keys the keys that do the same, for people; empty when there are none
/// @param action does it; called on the UI thread
public record Command(String kind, String words, String keys, Runnable action) {}
