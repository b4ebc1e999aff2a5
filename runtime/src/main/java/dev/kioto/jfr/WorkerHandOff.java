package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A stuck worker was handed over, to the thread of the event.
@Name("kioto.WorkerHandOff")
@Label("Worker Hand-off")
@Description("A worker was stuck in a poll and was handed to another thread; the poll goes on beside it")
@Category({"Kioto", "Workers"})
@StackTrace(false)
final class WorkerHandOff extends Event {
  @RuntimeId
  @Label("Runtime")
  long runtimeId;

  @Label("Worker")
  int worker;

  @TaskId
  @Label("Stuck Task")
  @Description("The task whose poll does not end")
  long taskId;
}
