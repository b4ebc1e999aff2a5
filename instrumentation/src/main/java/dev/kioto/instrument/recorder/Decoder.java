package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import org.jspecify.annotations.Nullable;

/// Turns the records of a [Ring] into calls of a sink.
final class Decoder {
  private static final EventKind[] KINDS = EventKind.values();
  private static final TaskOutcome[] OUTCOMES = TaskOutcome.values();
  private static final SchedulerEvent[] SCHEDULER_EVENTS = SchedulerEvent.values();

  private Decoder() {}

  /// Hands one record to a sink, and lets go of its view.
  ///
  /// @param record the number of it among the words
  /// @param slot of its view, if it has one
  /// @return how many events it stood for
  static int deliver(long[] words, int record, @Nullable Object[] views, int slot, EventSink sink) {
    int at = record * Ring.WORDS;
    long id = words[at + 1];
    long second = words[at + 2];
    long instant = words[at + 3];
    int argument = (int) (words[at] >>> Ring.ARGUMENT_SHIFT);
    int extra = (int) (words[at] >>> Ring.EXTRA_SHIFT);
    switch (KINDS[(int) words[at] & Ring.KIND_MASK]) {
      case SPAWN, RESOURCE, OPERATION -> deliverView(takeView(views, slot), instant, sink);
      case POLL -> {
        if (extra == 0) {
          sink.polled(id, second, instant, words[at + 4], argument);
        } else {
          sink.polled(id, second, instant, words[at + 4], argument, extra);
        }
      }
      case WAKE -> sink.woken(id, second, instant);
      case END -> sink.ended(id, OUTCOMES[argument], instant);
      case RESOURCE_END -> sink.resourceEnded(id, instant);
      case OPERATION_POLL -> sink.operationPolled(id, argument != 0, instant);
      case OPERATION_END -> {
        if (extra != 0) {
          sink.operationPolled(id, argument != 0, instant);
        }
        sink.operationEnded(id, argument != 0, instant);
      }
      case SCHEDULER -> sink.schedulerEvent(SCHEDULER_EVENTS[argument], id, second, instant);
    }
    return 1 + extra;
  }

  private static @Nullable Object takeView(@Nullable Object[] views, int slot) {
    Object view = views[slot];
    views[slot] = null;
    return view;
  }

  private static void deliverView(@Nullable Object view, long instant, EventSink sink) {
    if (view instanceof TaskView task) {
      sink.spawned(task, instant);
    } else if (view instanceof OperationView operation) {
      sink.operationStarted(operation, instant);
    } else if (view instanceof ResourceView resource) {
      sink.resourceCreated(resource, instant);
    }
  }
}
