package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.trace.TraceKind;
import dev.kioto.instrument.trace.TraceTaskName;
import dev.kioto.instrument.trace.TraceVisitor;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.TraceEvent;
import dev.kioto.proto.console.v1.TraceTask;
import dev.kioto.proto.console.v1.TraceThread;
import java.util.ArrayList;
import java.util.List;

/// Puts a part of a trace into messages of up to about 1 MiB. One thread alone.
final class TraceChunks implements TraceVisitor {
  private static final int CHUNK_BYTES = 1 << 20;
  // Of a repeated message: its tag and its length.
  private static final int FRAMING = 3;

  private final WireClock clock;
  private final List<TraceChunk> full = new ArrayList<>();
  private TraceChunk.Builder chunk = TraceChunk.newBuilder();
  private int bytes;
  private long base;

  TraceChunks(WireClock clock) {
    this.clock = clock;
  }

  /// What came since the last call.
  ///
  /// @param now the base of a chunk without events, by [System#nanoTime]
  List<TraceChunk> take(long now) {
    if (bytes > 0 || chunk.getDroppedEvents() > 0) {
      finish(now);
    }
    var taken = List.copyOf(full);
    full.clear();
    return taken;
  }

  /// A chunk that says nothing but that there is nothing.
  TraceChunk empty(long now) {
    return TraceChunk.newBuilder().setBase(clock.timestamp(now)).build();
  }

  private void finish(long now) {
    if (chunk.getEventsCount() == 0) {
      chunk.setBase(clock.timestamp(now));
    }
    full.add(chunk.build());
    chunk = TraceChunk.newBuilder();
    bytes = 0;
  }

  private void grow(int message) {
    bytes += message + FRAMING;
    if (bytes >= CHUNK_BYTES) {
      finish(base);
    }
  }

  @Override
  public void dropped(long events) {
    if (chunk.getEventsCount() > 0) {
      finish(base);
    }
    chunk.setDroppedEvents(chunk.getDroppedEvents() + events);
  }

  @Override
  public void thread(int index, String name, long threadId) {
    var thread = TraceThread.newBuilder().setIndex(index).setName(name).setThreadId(threadId).build();
    chunk.addThreads(thread);
    grow(thread.getSerializedSize());
  }

  @Override
  public void named(long task, TraceTaskName name) {
    var message = TraceTask.newBuilder()
        .setId(task)
        .setName(name.name())
        .setLocation(name.location())
        .setType(WireTasks.withoutAddress(name.type()))
        .build();
    chunk.addTasks(message);
    grow(message.getSerializedSize());
  }

  @Override
  public void event(TraceKind kind, long at, int thread, long task, long other, long value) {
    if (chunk.getEventsCount() == 0) {
      base = at;
      chunk.setBase(clock.timestamp(at));
    }
    var event = TraceEvent.newBuilder()
        .setKind(wire(kind))
        .setAt(at - base)
        .setThread(thread)
        .setTask(task)
        .setOther(other)
        .setValue(value)
        .build();
    chunk.addEvents(event);
    grow(event.getSerializedSize());
  }

  private static TraceEvent.Kind wire(TraceKind kind) {
    return switch (kind) {
      case SPAWN -> TraceEvent.Kind.SPAWN;
      case POLL -> TraceEvent.Kind.POLL;
      case WAKE -> TraceEvent.Kind.WAKE;
      case END -> TraceEvent.Kind.END;
      case PARK -> TraceEvent.Kind.PARK;
      case STEAL -> TraceEvent.Kind.STEAL;
      case OVERFLOW -> TraceEvent.Kind.OVERFLOW;
      case INJECT -> TraceEvent.Kind.INJECT;
      case DRIVER_TURN -> TraceEvent.Kind.DRIVER_TURN;
      case BLOCKING_QUEUED -> TraceEvent.Kind.BLOCKING_QUEUED;
      case BLOCKING_THREAD_STARTED -> TraceEvent.Kind.BLOCKING_THREAD_STARTED;
      case BLOCKING_THREAD_ENDED -> TraceEvent.Kind.BLOCKING_THREAD_ENDED;
      case RESOURCE -> TraceEvent.Kind.RESOURCE;
      case RESOURCE_END -> TraceEvent.Kind.RESOURCE_END;
      case OPERATION -> TraceEvent.Kind.OPERATION;
      case OPERATION_POLL -> TraceEvent.Kind.OPERATION_POLL;
      case OPERATION_END -> TraceEvent.Kind.OPERATION_END;
      case HANDOFF -> TraceEvent.Kind.HANDOFF;
      case PINNED -> TraceEvent.Kind.PINNED;
    };
  }
}
