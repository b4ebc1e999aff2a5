package dev.kioto.console.model;

import java.util.List;

/// The tasks of a model at one instant, in groups.
///
/// @param asOf the instant of every number
/// @param total how many tasks the model has
/// @param matched how many the filter lets through
/// @param groups in no order
/// @param ungrouped how many tasks that match are in none of the groups, because there would be too many. 0 when all is
///     well
public record TaskGroups(long asOf, int total, int matched, List<TaskGroup> groups, int ungrouped) {
}
