package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.List;

/// What the threads of a target did in a window of time, as parts that a screen can tell apart. Numbers in lists are plain: times are
/// nanoseconds since `from`, and a window is short.
///
/// @param oldest before this instant nothing is kept
/// @param newest when the last event was over
/// @param tasks those that the lanes name, by number
/// @param wakes six numbers each: when, the lane (its place in `lanes`) on which it was made, the number of the task that woke (-1 for
///     none), of the task that was woken, the lane on which that was polled for it, and when (-1 and 0 when it was not, or is not known).
///     Empty when there are more than 400
/// @param wakeCount how many there are, about when there are many
/// @param droppedEvents events that are missing; 0 when all is well
public record Lanes(Instant from, Instant to, Instant oldest, Instant newest, List<Lane> lanes, List<LaneTask> tasks,
    List<Long> wakes, @JsonFormat(shape = JsonFormat.Shape.STRING) long wakeCount,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedEvents) {

  public Lanes {
    lanes = List.copyOf(lanes);
    tasks = List.copyOf(tasks);
    wakes = List.copyOf(wakes);
  }
}
