package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Changes how a recording plays. What is null stays as it is.
///
/// @param position the instant to go to; one before or after the recording is its start or its end
/// @param speed how much faster than it was recorded, from 0.01 to 1000
/// @param paused whether it stands still
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlaybackRequest(@Nullable Instant position, @Nullable Double speed, @Nullable Boolean paused) {
}
