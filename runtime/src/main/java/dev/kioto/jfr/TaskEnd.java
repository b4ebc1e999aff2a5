package dev.kioto.jfr;

import dev.kioto.probe.TaskOutcome;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/// A task ended, on the thread of the event.
@Name("kioto.TaskEnd")
@Label("Task End")
@Description("A task is over: no poll of it follows")
@Category({"Kioto", "Tasks"})
@StackTrace(false)
@Throttle("off")
final class TaskEnd extends Event {
  @TaskId
  @Label("Task")
  long taskId;

  @Label("Outcome")
  @Description("completed, failed or cancelled")
  @Nullable String outcome;

  TaskEnd of(long id, TaskOutcome how) {
    taskId = id;
    outcome = how.name().toLowerCase(Locale.ROOT);
    return this;
  }
}
