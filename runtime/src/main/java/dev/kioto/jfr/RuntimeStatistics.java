package dev.kioto.jfr;

import dev.kioto.probe.RuntimeView;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A runtime at one moment. Counts are totals since it started.
@Name("kioto.RuntimeStatistics")
@Label("Runtime Statistics")
@Description("Tasks, queue and driver of each runtime")
@Category({"Kioto", "Runtimes"})
@Period("1000 ms")
@StackTrace(false)
final class RuntimeStatistics extends Event {
  @RuntimeId
  @Label("Runtime")
  long runtimeId;

  @Label("Name")
  @Nullable String name;

  @Label("Workers")
  int workers;

  @Label("Alive Tasks")
  @Description("Tasks that were spawned and have not ended")
  long aliveTasks;

  @Label("Inject Queue")
  @Description("Tasks in the queue that all workers share")
  int globalQueueDepth;

  @Label("Driver Turns")
  @Description("Times that the I/O driver asked the system what is ready")
  long driverTurns;

  @Label("Ready Channels")
  @Description("Times that a channel was told that it is ready")
  long readyChannels;

  RuntimeStatistics of(RuntimeView runtime) {
    runtimeId = runtime.id();
    name = runtime.name();
    workers = runtime.workers().size();
    aliveTasks = runtime.aliveTasks();
    globalQueueDepth = runtime.globalQueueDepth();
    var driver = runtime.ioDriver();
    driverTurns = driver.turns();
    readyChannels = driver.ready();
    return this;
  }
}
