package dev.kioto.console.export;

import dev.kioto.console.model.TimeBuckets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A figure of one thing at one moment.
///
/// @param labels of the figure, in its order
/// @param value what it is; of a histogram, its sum in seconds
/// @param buckets of a histogram; null for any other
public record Reading(List<String> labels, double value, @Nullable TimeBuckets buckets) {
}
