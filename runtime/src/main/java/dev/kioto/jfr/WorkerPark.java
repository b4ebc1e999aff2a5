package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// A worker slept, on the thread of the event.
@Name("kioto.WorkerPark")
@Label("Worker Park")
@Description("A worker slept, with nothing to do")
@Category({"Kioto", "Workers"})
@Threshold("20 ms") // as for the parks of other threads
@StackTrace(false)
final class WorkerPark extends Event {
  @Label("Worker")
  int worker;
}
