package dev.kioto.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a model's tasks at one instant.
///
/// @param asOf the instant of every number in the rows
/// @param version the model's version that was read
/// @param total how many tasks the model has
/// @param matched how many the filter lets through
/// @param next the place after the last row, or null when no more rows follow
public record TaskRows<R>(long asOf, long version, int total, int matched, List<R> rows, @Nullable Position next) {
}
