package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// A worker took tasks of another one, on the thread of the event.
@Name("kioto.WorkerSteal")
@Label("Worker Steal")
@Description("A worker took tasks of another one")
@Category({"Kioto", "Workers"})
@Throttle("100/s") // the counts are in the statistics
@StackTrace(false)
final class WorkerSteal extends Event {
  @Label("From Worker")
  @Description("The worker that had them")
  int fromWorker;

  @Label("Tasks")
  @Description("How many it took")
  long tasks;
}
