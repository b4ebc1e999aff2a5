package dev.kioto.console.ui.table;

/// Something that can be done with the chosen row: an entry of its menu.
///
/// @param title what a person reads
/// @param possible whether it can be done now
public record RowAction(String title, boolean possible, Runnable run) {}
