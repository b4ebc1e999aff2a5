package dev.kioto.console.ui.link;

/// Which groups of tasks are wanted, in which order.
///
/// @param by the field that tasks of a group have in common
/// @param filter which tasks, in the filter language; empty for all
/// @param sort the server's name of an order, with `-` before it for descending order
public record GroupRequest(String by, String filter, String sort) {}
