package dev.kioto.console.api;

/// How many tasks of a target are in each state; the four states add up to the total.
///
/// @param total every task that the collector keeps, completed ones until their retention ends
public record TaskCounts(int total, int running, int scheduled, int idle, int completed) {
}
