package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// All wakes of one task by one waker.
///
/// @param from the task inside whose polls the wakes were made, the same as `to` for self-wakes; null for wakes that no
///     task made: a timer, a socket, another thread
/// @param to the task that was woken
/// @param wakes since the edge was first seen, or seen again after the program let it go
/// @param lastAt when the last of them was; null when not told
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WakeEdge(@Nullable TaskRef from, TaskRef to, @JsonFormat(shape = JsonFormat.Shape.STRING) long wakes,
    @Nullable Instant lastAt) {
}
