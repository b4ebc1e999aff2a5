package dev.kioto.console.collector;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.TaskStack;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RecorderState;
import org.jspecify.annotations.Nullable;

/// Turns a program's answers into the API's.
final class Answers {

  private Answers() {}

  static TaskStack stack(dev.kioto.proto.console.v1.TaskStack wire) {
    var kind = switch (wire.getKind()) {
      case PARKED -> TaskStack.Kind.PARKED;
      case RUNNING -> TaskStack.Kind.RUNNING;
      case NO_STACK, KIND_UNSPECIFIED, UNRECOGNIZED -> TaskStack.Kind.NO_STACK;
    };
    return new TaskStack(Long.toUnsignedString(wire.getTaskId()), Instants.instant(wire.getAt()), kind,
        wire.getFramesList().stream().map(Answers::frame).toList(), orNull(wire.getThreadState()),
        wire.getExplanation(), orNull(wire.getBlockedOn()), idOrNull(wire.getLastWokenBy()));
  }

  private static StackFrame frame(Frame wire) {
    return new StackFrame(wire.getClassName(), wire.getMethod(), orNull(wire.getFile()),
        wire.getLine() == 0 ? null : (Integer) wire.getLine(), orNull(wire.getModule()));
  }

  static Recorder recorder(RecorderState wire) {
    return new Recorder(level(wire.getLevel()), level(wire.getWantedLevel()), orNull(wire.getLoweredBecause()),
        wire.getTimesLowered(), wire.getDroppedEvents(), wire.getRecordedEvents(),
        finite(wire.getEventsPerSecond()), finite(wire.getCpuShare()),
        finite(wire.getCpuShareCap()) == 0 ? null : (Double) wire.getCpuShareCap(), wire.getMemoryBytes(),
        wire.getHeldTasks(), wire.getClients());
  }

  // JSON has no words for others.
  private static double finite(double told) {
    return Double.isFinite(told) ? told : 0;
  }

  private static Recorder.Level level(Level wire) {
    return switch (wire) {
      case OFF -> Recorder.Level.OFF;
      case COUNTS -> Recorder.Level.COUNTS;
      case TASKS -> Recorder.Level.TASKS;
      case TRACE -> Recorder.Level.TRACE;
      case LEVEL_UNSPECIFIED, UNRECOGNIZED -> Recorder.Level.UNKNOWN;
    };
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String idOrNull(long id) {
    return id == 0 ? null : Long.toUnsignedString(id);
  }
}
