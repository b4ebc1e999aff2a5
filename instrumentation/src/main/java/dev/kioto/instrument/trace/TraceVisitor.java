package dev.kioto.instrument.trace;

/// Takes a part of a trace. The events of one thread come in their order.
public interface TraceVisitor {

  /// Events are missing from here on, before the next one.
  void dropped(long events);

  /// A thread that events from here on name: before the first of them, and now and then again, with the name that it has then.
  void thread(int index, String name, long threadId);

  /// What the task of the next event is called. Told with its spawn and with its end.
  void named(long task, TraceTaskName name);

  /// An event.
  ///
  /// @param at its instant by [System#nanoTime]
  /// @param thread the index of the thread that wrote it
  /// @param task that it is about, or 0
  /// @param other what else it is about: see [TraceKind]
  /// @param value a figure: see [TraceKind]
  void event(TraceKind kind, long at, int thread, long task, long other, long value);
}
