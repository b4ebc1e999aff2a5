package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a recording that is a target is, and how it plays.
///
/// @param from when its first message was received
/// @param to when its last message was received
/// @param position the instant of the recording that is shown; it runs on unless paused
/// @param speed how much faster than it was recorded: 1 is as it was
/// @param ended whether everything up to the end, or up to a problem, is shown
/// @param whole whether the recording was ended as it should be; one that was not shows what is whole
/// @param problem why it cannot be played further, as a sentence; null when all is well
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Playback(Instant from, Instant to, Instant position, double speed, boolean paused, boolean ended,
    boolean whole, @Nullable String problem) {
}
