package dev.kioto.console.collector;

import dev.kioto.console.trace.TraceSink;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceTask;
import dev.kioto.console.trace.TraceThread;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.TraceEvent;
import org.jspecify.annotations.Nullable;

/// Puts the events of a program together, chunk by chunk. As with tasks it trusts nothing: what makes no sense is left out and
/// counted. One thread.
final class TraceDecoder {

  private static final long LARGEST_DISTANCE = 1_000_000_000_000_000_000L; // from a chunk's base, in nanoseconds

  private final TraceSink trace;
  private final Texts texts = new Texts(new Oddities());

  TraceDecoder(TraceSink trace) {
    this.trace = trace;
  }

  /// Takes in the next chunk.
  void take(TraceChunk chunk) {
    trace.dropped(Instants.count(chunk.getDroppedEvents()));
    for (var thread : chunk.getThreadsList()) {
      trace.thread(new TraceThread(thread.getIndex(), texts.label(thread.getName()), thread.getThreadId()));
    }
    for (var task : chunk.getTasksList()) {
      trace.task(new TraceTask(task.getId(), texts.label(task.getName()), texts.label(task.getLocation()),
          texts.label(task.getType())));
    }
    long base = Instants.nanos(chunk.getBase());
    for (var event : chunk.getEventsList()) take(base, event);
  }

  private void take(long base, TraceEvent event) {
    var kind = kind(event.getKind());
    long at = Math.clamp(event.getAt(), -LARGEST_DISTANCE, LARGEST_DISTANCE);
    if (kind == null) {
      trace.leaveOut(1);
    } else {
      trace.event(kind, base + at, event.getThread(), event.getTask(), event.getOther(), event.getValue());
    }
  }

  private static @Nullable TraceKind kind(TraceEvent.Kind wire) {
    return switch (wire) {
      case SPAWN -> TraceKind.SPAWN;
      case POLL -> TraceKind.POLL;
      case WAKE -> TraceKind.WAKE;
      case END -> TraceKind.END;
      case PARK -> TraceKind.PARK;
      case STEAL -> TraceKind.STEAL;
      case OVERFLOW -> TraceKind.OVERFLOW;
      case INJECT -> TraceKind.INJECT;
      case DRIVER_TURN -> TraceKind.DRIVER_TURN;
      case BLOCKING_QUEUED -> TraceKind.BLOCKING_QUEUED;
      case BLOCKING_THREAD_STARTED -> TraceKind.BLOCKING_THREAD_STARTED;
      case BLOCKING_THREAD_ENDED -> TraceKind.BLOCKING_THREAD_ENDED;
      case RESOURCE -> TraceKind.RESOURCE;
      case RESOURCE_END -> TraceKind.RESOURCE_END;
      case OPERATION -> TraceKind.OPERATION;
      case OPERATION_POLL -> TraceKind.OPERATION_POLL;
      case OPERATION_END -> TraceKind.OPERATION_END;
      case HANDOFF -> TraceKind.HANDOFF;
      case PINNED -> TraceKind.PINNED;
      case KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
