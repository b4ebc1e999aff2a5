package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Contextual;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Throttle;
import jdk.jfr.Timespan;

/// One poll of a task, on the thread of the event. What else that thread recorded meanwhile has the task for its context.
@Name("kioto.TaskPoll")
@Label("Task Poll")
@Description("A poll of a task: from its start on a thread to the moment it suspends or ends")
@Category({"Kioto", "Tasks"})
@Threshold("10 ms") // a task that holds its worker for longer keeps others waiting
@StackTrace(false) // it would be that of the worker's loop
@Throttle("off")
final class TaskPoll extends Event {
  private static final long UNKNOWN = Long.MIN_VALUE; // what a reader shows as N/A

  @TaskId
  @Contextual
  @Label("Task")
  long taskId;

  @Timespan(Timespan.NANOSECONDS)
  @Label("Scheduled Time")
  @Description("How long the task had been runnable before the poll; absent when nobody measured it")
  long scheduledTime;

  /// Starts to measure a poll. An event object is used for one poll after the other.
  ///
  /// @param scheduledAtNanos since when the task had been runnable, 0 when unknown
  /// @param startNanos when the poll started, 0 when unknown
  void start(long task, long scheduledAtNanos, long startNanos) {
    taskId = task;
    scheduledTime = scheduledAtNanos == 0 || startNanos == 0 ? UNKNOWN : Math.max(0, startNanos - scheduledAtNanos);
    begin();
  }

  /// Ends the poll that was started.
  ///
  /// @return whether it was long enough to be recorded
  boolean finish() {
    end();
    return shouldCommit();
  }
}
