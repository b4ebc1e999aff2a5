package dev.kioto.jfr;

import dev.kioto.probe.RuntimeView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;

/// Makes the kinds of events known to the flight recorder, and the events that a recording has of all runtimes again and
/// again: those on a thread of the JDK's, while a recording wants them.
final class Events {
  private static final List<Class<? extends Event>> EVENTS = List.of(TaskSpawn.class, TaskEnd.class, TaskPoll.class,
      TaskWake.class, TaskPinned.class, WorkerHandOff.class, WorkerPark.class, WorkerSteal.class, BlockingQueue.class,
      WriterReset.class);

  // Those that have started and not stopped.
  private static final List<RuntimeView> RUNTIMES = new CopyOnWriteArrayList<>();

  static {
    // So that each is known to recordings before its first one, and no thread of a runtime waits for its class then.
    EVENTS.forEach(FlightRecorder::register);
    FlightRecorder.addPeriodicEvent(RuntimeStatistics.class,
        () -> RUNTIMES.forEach(runtime -> new RuntimeStatistics().of(runtime).commit()));
    FlightRecorder.addPeriodicEvent(WorkerStatistics.class, () -> RUNTIMES.forEach(runtime -> runtime.workers()
        .forEach(worker -> new WorkerStatistics().of(runtime, worker).commit())));
  }

  private Events() {}

  /// Makes them known, the first time.
  static void register() {} // as the class is initialized

  static void add(RuntimeView runtime) {
    RUNTIMES.add(runtime);
  }

  static void remove(RuntimeView runtime) {
    RUNTIMES.remove(runtime);
  }
}
