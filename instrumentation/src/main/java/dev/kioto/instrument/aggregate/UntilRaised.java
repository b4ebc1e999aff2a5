package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.ThreadSource;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.function.Supplier;

/// Where events go while nothing of a single task is kept: nowhere, as they were on their way when the level was lowered. Those
/// that come after it was raised again, in the middle of a drain, go where they will from the next drain on.
final class UntilRaised implements EventSink {
  /*
   * Who tells of an event at TASKS has looked at the level before, and has handed the event over by a release; the drain has taken
   * it by an acquire. So a look at the level for each event sees that raise, or a later change.
   */
  private final EventSink raised;
  private final Supplier<RecordLevel> level;
  private ThreadSource source = new ThreadSource(ThreadSource.SHARED, "", 0);
  private boolean sourceTold;

  /// @param raised what takes events when they are kept
  /// @param level in force now
  UntilRaised(EventSink raised, Supplier<RecordLevel> level) {
    this.raised = raised;
    this.level = level;
  }

  private boolean isRaised() {
    if (!level.get().includes(RecordLevel.TASKS)) {
      return false;
    }
    if (!sourceTold) {
      sourceTold = true;
      raised.source(source);
    }
    return true;
  }

  @Override
  public void source(ThreadSource thread) {
    source = thread;
    sourceTold = false;
  }

  @Override
  public void levelChanged(RecordLevel changed, long atNanos) {
    raised.levelChanged(changed, atNanos);
  }

  @Override
  public void spawned(TaskView task, long atNanos) {
    if (isRaised()) {
      raised.spawned(task, atNanos);
    }
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    if (isRaised()) {
      raised.polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken);
    }
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken,
      int selfWakes) {
    if (isRaised()) {
      raised.polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken, selfWakes);
    }
  }

  @Override
  public void woken(long taskId, long wakerTaskId, long atNanos) {
    if (isRaised()) {
      raised.woken(taskId, wakerTaskId, atNanos);
    }
  }

  @Override
  public void ended(long taskId, TaskOutcome outcome, long atNanos) {
    if (isRaised()) {
      raised.ended(taskId, outcome, atNanos);
    }
  }

  @Override
  public void resourceCreated(ResourceView resource, long atNanos) {
    if (isRaised()) {
      raised.resourceCreated(resource, atNanos);
    }
  }

  @Override
  public void resourceEnded(long resourceId, long atNanos) {
    if (isRaised()) {
      raised.resourceEnded(resourceId, atNanos);
    }
  }

  @Override
  public void operationStarted(OperationView operation, long atNanos) {
    if (isRaised()) {
      raised.operationStarted(operation, atNanos);
    }
  }

  @Override
  public void operationPolled(long operationId, boolean ready, long atNanos) {
    if (isRaised()) {
      raised.operationPolled(operationId, ready, atNanos);
    }
  }

  @Override
  public void operationEnded(long operationId, boolean ready, long atNanos) {
    if (isRaised()) {
      raised.operationEnded(operationId, ready, atNanos);
    }
  }

  @Override
  public void schedulerEvent(SchedulerEvent event, long other, long value, long atNanos) {
    if (isRaised()) {
      raised.schedulerEvent(event, other, value, atNanos);
    }
  }
}
