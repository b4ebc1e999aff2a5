package dev.kioto.console.trace;

/// Takes in the events of a program as they come, with the names of its threads and tasks. One thread.
public interface TraceSink {
  /// Adds an event. One that makes no sense, or for which there is no room, is left out and counted.
  void event(TraceKind kind, long at, int thread, long task, long other, long value);

  /// Names a thread; the last name stays.
  void thread(TraceThread thread);

  /// Names a task.
  void task(TraceTask task);

  /// Counts events that the program lost.
  void dropped(long events);

  /// Counts what came and makes no sense.
  void leaveOut(long events);
}
