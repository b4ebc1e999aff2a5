package dev.kioto.jfr;

import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.WorkerView;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// A worker at one moment. Counts are totals since the runtime started.
@Name("kioto.WorkerStatistics")
@Label("Worker Statistics")
@Description("What each worker of a runtime does and has done")
@Category({"Kioto", "Workers"})
@Period("1000 ms")
@StackTrace(false)
final class WorkerStatistics extends Event {
  @RuntimeId
  @Label("Runtime")
  long runtimeId;

  @Label("Worker")
  int worker;

  @Label("Thread Name")
  @Nullable String threadName;

  @Label("State")
  @Description("parked, searching, polling, stuck or stopped")
  @Nullable String state;

  @TaskId
  @Label("Task")
  @Description("The task being polled; 0 when none is")
  long taskId;

  @Label("Local Queue")
  @Description("Tasks in the local run queue")
  int localQueueDepth;

  @Label("Polls")
  long polls;

  @Timespan(Timespan.NANOSECONDS)
  @Label("Busy Time")
  @Description("Time not parked")
  long busyTime;

  @Label("Parks")
  long parks;

  @Label("Noop Wakeups")
  @Description("Unparks after which nothing was polled")
  long noopWakeups;

  @Label("Stolen Tasks")
  @Description("Tasks taken from other workers")
  long stolenTasks;

  @Label("Overflows")
  @Description("Times the local queue overflowed into the inject queue")
  long overflows;

  @Label("Hand-offs")
  @Description("Times the worker was stuck and was handed to another thread; 0 when all is well")
  long handOffs;

  @Label("Pinned Parks")
  @Description("Times a direct task was seen to wait while it was pinned to the worker's thread; 0 when all is well")
  long pinnedParks;

  WorkerStatistics of(RuntimeView runtime, WorkerView view) {
    runtimeId = runtime.id();
    worker = view.index();
    threadName = view.threadName();
    state = view.state().name().toLowerCase(Locale.ROOT);
    taskId = view.currentTaskId();
    localQueueDepth = view.localQueueDepth();
    polls = view.pollCount();
    busyTime = view.busyNanos();
    parks = view.parkCount();
    noopWakeups = view.noopCount();
    stolenTasks = view.stealCount();
    overflows = view.overflowCount();
    handOffs = view.handoffCount();
    pinnedParks = view.pinnedParkCount();
    return this;
  }
}
