package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.ThreadSource;
import dev.kioto.instrument.trace.TraceKind;
import dev.kioto.instrument.trace.TraceLog;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.function.Supplier;

/// Hands each event to all that keep something of it. Guarded by the lock of the aggregator.
final class EventFanOut implements EventSink {
  private final Books books;
  private final WakeEdges wakes;
  private final TraceLog log;
  private final EventSink untilRaised;
  private boolean keeps = true;
  private boolean raised;
  private long longPollNanos = Long.MAX_VALUE;
  private PollSink longPolls = (_, _, _) -> {};

  /// @param level in force now, of which a change may not have been told yet
  EventFanOut(Books books, WakeEdges wakes, TraceLog log, Supplier<RecordLevel> level) {
    this.books = books;
    this.wakes = wakes;
    this.log = log;
    untilRaised = new UntilRaised(this, level);
  }

  /// Names who is told of long polls.
  void onLongPoll(long fromNanos, PollSink sink) {
    longPollNanos = fromNanos;
    longPolls = sink;
  }

  /// What the recorder is to be drained into. Below [RecordLevel#TASKS] the events that were on their way are nobody's.
  EventSink open() {
    return keeps ? this : untilRaised;
  }

  @Override
  public void levelChanged(RecordLevel level, long atNanos) {
    boolean now = level.includes(RecordLevel.TASKS);
    if (now && !keeps) {
      books.reopen();
      raised = true;
    } else if (!now && keeps) {
      books.close(atNanos);
    }
    keeps = now;
  }

  /// Whether anything is kept of single tasks.
  boolean keeps() {
    return keeps;
  }

  /// Whether the level was raised to [RecordLevel#TASKS] since the last call, so that tasks live that were not told of.
  boolean takeRaised() {
    boolean was = raised;
    raised = false;
    return was;
  }

  @Override
  public void source(ThreadSource thread) {
    books.operations.source(thread.index());
    log.source(thread);
  }

  @Override
  public void spawned(TaskView task, long atNanos) {
    books.tasks.spawned(task, atNanos);
    if (log.isOn()) {
      var entry = books.tasks.find(task.id());
      if (entry != null && entry.info != null) {
        log.spawned(task.id(), task.parentId(), entry.info.label(), atNanos);
      }
    }
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    books.tasks.polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken);
    noteLong(taskId, startNanos, endNanos);
    if (log.isOn()) {
      log.event(TraceKind.POLL, startNanos, taskId, Math.max(0, startNanos - scheduledAtNanos),
          Math.max(0, endNanos - startNanos));
    }
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken,
      int selfWakes) {
    var entry = books.tasks.polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken, selfWakes);
    entry.wakeSlot = wakes.woken(taskId, taskId, endNanos, selfWakes, entry.wakeSlot);
    noteLong(taskId, startNanos, endNanos);
    if (log.isOn()) {
      for (int i = 1; i < selfWakes; i++) {
        log.event(TraceKind.WAKE, endNanos, taskId, taskId, 0);
      }
      log.selfWokenPoll(taskId, startNanos, Math.max(0, startNanos - scheduledAtNanos),
          Math.max(0, endNanos - startNanos));
    }
  }

  private void noteLong(long taskId, long startNanos, long endNanos) {
    if (endNanos - startNanos >= longPollNanos) {
      longPolls.polled(taskId, startNanos, endNanos);
    }
  }

  @Override
  public void woken(long taskId, long wakerTaskId, long atNanos) {
    var entry = books.tasks.woken(taskId, wakerTaskId, atNanos);
    entry.wakeSlot = wakes.woken(taskId, wakerTaskId, atNanos, 1, entry.wakeSlot);
    if (log.isOn()) {
      log.event(TraceKind.WAKE, atNanos, taskId, wakerTaskId, 0);
    }
  }

  @Override
  public void ended(long taskId, TaskOutcome outcome, long atNanos) {
    books.tasks.ended(taskId, outcome, atNanos);
    if (log.isOn()) {
      var entry = books.tasks.find(taskId);
      log.ended(taskId, figure(outcome), entry == null || entry.info == null ? null : entry.info.label(), atNanos);
    }
  }

  private static int figure(TaskOutcome outcome) {
    return switch (outcome) {
      case COMPLETED -> 1;
      case FAILED -> 2;
      case CANCELLED -> 3;
    };
  }

  @Override
  public void resourceCreated(ResourceView resource, long atNanos) {
    books.resourceCreated(resource, atNanos);
    if (log.isOn()) {
      log.event(TraceKind.RESOURCE, atNanos, 0, resource.id(), 0);
    }
  }

  @Override
  public void resourceEnded(long resourceId, long atNanos) {
    books.resources.ended(resourceId, atNanos);
    if (log.isOn()) {
      log.event(TraceKind.RESOURCE_END, atNanos, 0, resourceId, 0);
    }
  }

  @Override
  public void operationStarted(OperationView operation, long atNanos) {
    books.operations.started(operation, atNanos);
    if (log.isOn()) {
      log.event(TraceKind.OPERATION, atNanos, operation.taskId(), operation.id(), operation.resourceId());
    }
  }

  @Override
  public void operationPolled(long operationId, boolean ready, long atNanos) {
    long task = books.operations.polled(operationId, ready, atNanos);
    if (log.isOn()) {
      log.event(TraceKind.OPERATION_POLL, atNanos, task, operationId, ready ? 1 : 0);
    }
  }

  @Override
  public void operationEnded(long operationId, boolean ready, long atNanos) {
    long task = books.operations.ended(operationId, ready, atNanos);
    if (log.isOn()) {
      log.event(TraceKind.OPERATION_END, atNanos, task, operationId, ready ? 1 : 0);
    }
  }

  @Override
  public void schedulerEvent(SchedulerEvent event, long other, long value, long atNanos) {
    if (!log.isOn()) {
      return;
    }
    switch (event) {
      case PARKED -> log.event(TraceKind.PARK, atNanos, 0, other, value);
      case STOLEN -> log.event(TraceKind.STEAL, atNanos, 0, other, value);
      case OVERFLOWED -> log.event(TraceKind.OVERFLOW, atNanos, 0, other, value);
      case INJECTED -> log.event(TraceKind.INJECT, atNanos, other, 0, value);
      case DRIVER_TURN -> log.event(TraceKind.DRIVER_TURN, atNanos, 0, other, value);
      case BLOCKING_QUEUED -> log.event(TraceKind.BLOCKING_QUEUED, atNanos, 0, other, value);
      case BLOCKING_THREAD_STARTED -> log.event(TraceKind.BLOCKING_THREAD_STARTED, atNanos, 0, other, value);
      case BLOCKING_THREAD_ENDED -> log.event(TraceKind.BLOCKING_THREAD_ENDED, atNanos, 0, other, value);
      case HANDED_OFF -> log.event(TraceKind.HANDOFF, atNanos, value, other, 0);
      case PINNED -> log.event(TraceKind.PINNED, atNanos, value, other, 0);
    }
  }
}
