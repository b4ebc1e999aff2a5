package dev.kioto.console.ui.link;

/// Which resources are wanted, in which order.
///
/// @param filter in the filter language; empty for all
/// @param state `live`, `held`, `waited`, `ended` or `all`
/// @param sort the server's name of an order, with `-` before it for descending order
public record ResourceRequest(String filter, String state, String sort) {}
