package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// A task was woken, by the thread of the event.
@Name("kioto.TaskWake")
@Label("Task Wake")
@Description("A task was woken: another poll is worth its while")
@Category({"Kioto", "Tasks"})
@Enabled(false) // there are as many as polls
@StackTrace(true) // who wakes is what is asked
@Throttle("off")
final class TaskWake extends Event {
  @TaskId
  @Label("Task")
  @Description("The task that was woken")
  long taskId;

  @TaskId
  @Label("Waker Task")
  @Description("The task inside whose poll the wake was made, the same for a self-wake; 0 when no task made it")
  long wakerTaskId;
}
