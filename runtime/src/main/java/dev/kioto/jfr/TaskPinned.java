package dev.kioto.jfr;

import dev.kioto.probe.StackSample;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// A direct task was seen to wait while it was pinned. Told by the thread that looks.
@Name("kioto.TaskPinned")
@Label("Task Pinned")
@Description("A direct task waits while it is pinned to its worker's thread, which can run nothing else meanwhile")
@Category({"Kioto", "Tasks"})
@StackTrace(false) // it would be that of who looks
final class TaskPinned extends Event {
  @TaskId
  @Label("Task")
  long taskId;

  @RuntimeId
  @Label("Runtime")
  long runtimeId;

  @Label("Worker")
  int worker;

  @Timespan(Timespan.NANOSECONDS)
  @Label("Waited")
  @Description("Since when it has been seen to wait; it goes on waiting")
  long waited;

  @Label("Stack")
  @Description("Where the task waits, and what pins it: innermost frame first")
  @Nullable String stack;

  @Label("Explanation")
  @Nullable String explanation;

  void stack(StackSample sample) {
    stack = sample.frames().stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
    explanation = sample.explanation();
  }
}
