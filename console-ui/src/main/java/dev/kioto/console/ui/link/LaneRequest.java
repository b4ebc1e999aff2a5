package dev.kioto.console.ui.link;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which lanes are asked for.
///
/// @param from on the program's clock; null for the last seconds, before it is known what time the program has
/// @param to null with `from`
/// @param pixels how many parts are told apart
public record LaneRequest(@Nullable Instant from, @Nullable Instant to, int pixels) {}
