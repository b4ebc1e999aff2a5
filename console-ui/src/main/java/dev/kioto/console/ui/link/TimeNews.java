package dev.kioto.console.ui.link;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.TrailStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of a target, for the time bar.
///
/// @param trail which moments are kept; null when none can be
/// @param problem why none is kept, or none any more, as a sentence; empty when all is well
/// @param course a figure over the stretch that was asked for; null when there is none
/// @param raised what was wrong in that stretch
public record TimeNews(@Nullable TrailStatus trail, String problem, @Nullable Series course, List<Diagnosis> raised) {}
