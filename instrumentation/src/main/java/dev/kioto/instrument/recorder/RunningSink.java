package dev.kioto.instrument.recorder;

/// Takes the polls that have started and not ended.
@FunctionalInterface
public interface RunningSink {

  /// A thread polls a task since an instant of [System#nanoTime]. The poll may be over by now, and its event on the way.
  ///
  /// @param selfWakes wakes of the task by itself in this poll that come with its event, and not before
  void running(long taskId, long startNanos, int selfWakes);
}
