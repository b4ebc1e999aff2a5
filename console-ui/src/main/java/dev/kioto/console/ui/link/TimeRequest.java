package dev.kioto.console.ui.link;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which stretch of time the time bar draws.
///
/// @param length how long it is
/// @param to where it ends, on the server's clock, of a recording on the recording's; null for the present
/// @param ahead how far the server's clock is ahead of this machine's
/// @param stepSeconds the length of each point's time
public record TimeRequest(Duration length, @Nullable Instant to, Duration ahead, int stepSeconds) {}
