package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// A job came to the blocking pool, from the thread of the event.
@Name("kioto.BlockingQueue")
@Label("Blocking Queue")
@Description("A job came to the blocking pool")
@Category({"Kioto", "Blocking Pool"})
@Throttle("100/s") // jobs can be many, and a sample shows whether they wait
@StackTrace(false)
final class BlockingQueue extends Event {
  @Label("Waiting Jobs")
  @Description("Jobs that wait for a thread, this one included")
  long waiting;
}
