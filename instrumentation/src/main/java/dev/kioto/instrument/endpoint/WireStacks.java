package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.TaskLookup;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.StackSample;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.TaskStack;

/// Stacks of tasks as the wire shows them. To take one costs a walk over the stack of a thread. Any thread.
final class WireStacks {
  private final Recorder recorder;
  private final WireClock clock;

  WireStacks(Recorder recorder, WireClock clock) {
    this.recorder = recorder;
    this.clock = clock;
  }

  /// The stack of a task at this moment; that it has none, when it has ended.
  TaskStack take(long id, TaskLookup task) {
    var view = task.view();
    return message(id, task.lastWokenBy(), view == null ? StackSample.none("The task has ended.") : view.stack());
  }

  /// The same, of which a failure is said in place of the stack.
  TaskStack tryTake(long id, TaskLookup task) {
    try {
      return take(id, task);
    } catch (RuntimeException e) {
      return message(id, task.lastWokenBy(), StackSample.none("The stack could not be taken: " + e));
    }
  }

  private TaskStack message(long id, long lastWokenBy, StackSample sample) {
    return message(id, lastWokenBy, sample, recorder.clock().getAsLong());
  }

  /// A stack that was taken before.
  TaskStack message(long id, long lastWokenBy, StackSample sample, long atNanos) {
    var message = TaskStack.newBuilder()
        .setTaskId(id)
        .setAt(clock.timestamp(atNanos))
        .setKind(kind(sample.kind()))
        .setExplanation(sample.explanation())
        .setLastWokenBy(lastWokenBy);
    sample.frames().forEach(frame -> message.addFrames(frame(frame)));
    var state = sample.threadState();
    if (state != null) {
      message.setThreadState(state.name());
    }
    var blockedOn = sample.blockedOn();
    if (blockedOn != null) {
      message.setBlockedOn(blockedOn);
    }
    return message.build();
  }

  private static TaskStack.Kind kind(StackSample.Kind kind) {
    return switch (kind) {
      case NONE -> TaskStack.Kind.NO_STACK;
      case PARKED -> TaskStack.Kind.PARKED;
      case RUNNING -> TaskStack.Kind.RUNNING;
    };
  }

  static Frame frame(StackTraceElement element) {
    var frame = Frame.newBuilder()
        .setClassName(element.getClassName())
        .setMethod(element.getMethodName())
        .setLine(Math.max(0, element.getLineNumber()));
    String file = element.getFileName();
    if (file != null) {
      frame.setFile(file);
    }
    String module = element.getModuleName();
    if (module != null) {
      frame.setModule(module);
    }
    return frame.build();
  }
}
