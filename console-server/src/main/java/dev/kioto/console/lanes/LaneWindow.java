package dev.kioto.console.lanes;

import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceTask;
import java.util.List;
import java.util.Map;

/// What is drawn of a window of time. Times in the arrays are nanoseconds since [#from]; what began before has a negative one.
///
/// @param from the program's clock, in nanoseconds since 1970
/// @param oldest before this instant nothing is kept; [#newest] when there is nothing
/// @param newest when the last event was over; 0 when there is none
/// @param tasks those that are named, in the order of their numbers
/// @param wakes six numbers each: when, the lane on which it was made (its place in [#lanes]), the task that woke (-1 for none), the
///     task that was woken, the lane on which that was polled for it, and when (-1 and 0 when it was not, or is not known). Empty when
///     there are more than a screen could show
/// @param wakeCount how many there are
/// @param droppedEvents what is missing, because the program or its connection could not follow; 0 when all is well
@SuppressWarnings("ArrayRecordComponent") // drawn and sent, never compared
public record LaneWindow(long from, long to, long oldest, long newest, List<Lane> lanes, List<TraceTask> tasks,
    long[] wakes, long wakeCount, long droppedEvents) {

  /// What one thread did.
  ///
  /// @param thread its index in the trace
  /// @param polls seven numbers a span: start, length, how many polls, their time together, the task of the longest (its place in
  ///     `tasks`), the longest, and how long that task had been runnable before
  /// @param parks two numbers each: start and length; those that are narrower than a pixel are one for the pixel
  /// @param marks by kind, four numbers each: when, how many, their value together, and `other` of the last
  /// @param waiting how many tasks that were polled here were runnable and not polled, on average over equal parts of the window;
  ///     empty when none was
  public record Lane(int thread, String name, long[] polls, long[] parks, Map<TraceKind, long[]> marks,
      double[] waiting) {
  }
}
