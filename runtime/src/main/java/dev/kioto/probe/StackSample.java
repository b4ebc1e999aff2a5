package dev.kioto.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at a task's stack.
///
/// @param kind what the frames show
/// @param frames innermost first; empty for [Kind#NONE]
/// @param threadState the state of the thread that carries the frames, or null when there is none
/// @param blockedOn the object that the thread is parked on as `class@identity`, or null when unknown
/// @param explanation one sentence for people: what the frames show, or why there are none
public record StackSample(
    Kind kind,
    List<StackTraceElement> frames,
    Thread.@Nullable State threadState,
    @Nullable String blockedOn,
    String explanation) {

  /// What a sample shows.
  public enum Kind {
    /// The task has no stack now.
    NONE,
    /// Where the task is suspended.
    PARKED,
    /// Where the task was while it ran.
    RUNNING
  }

  public StackSample {
    frames = List.copyOf(frames);
  }

  /// A sample without frames.
  public static StackSample none(String explanation) {
    return new StackSample(Kind.NONE, List.of(), null, null, explanation);
  }
}
