package dev.kioto.console.model;

/// A place in a sorted list of tasks: the last row of one part, after which the next begins.
///
/// Keys are taken at the instant of the list's first part in every later one. A live task's age at that instant does not
/// change, so parts sorted by age neither repeat a task nor leave one out; tasks that are younger than the instant
/// belong to no later part.
///
/// @param asOf the instant of the list's first part
/// @param number the row's key in an order by number, else 0
/// @param text the row's key in an order by text, else empty
/// @param id the row's id
public record Position(long asOf, long number, String text, long id) {
}
