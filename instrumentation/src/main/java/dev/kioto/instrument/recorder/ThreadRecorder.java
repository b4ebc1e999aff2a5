package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/// The channel of one platform thread. A poll costs one record and at most two clock readings.
final class ThreadRecorder implements ThreadProbe {
  // A thread that polls inside a poll (a blockOn inside a blocking job) goes this deep before polls are lost.
  private static final int MAX_DEPTH = 16;
  private static final int FRAME = 3;

  private static final VarHandle RUNNING_TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "runningTask",
      VarHandle.class, ThreadRecorder.class, long.class);
  private static final VarHandle RUNNING_START = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(),
      "runningStart", VarHandle.class, ThreadRecorder.class, long.class);

  private final Thread owner;
  private final LevelSwitch level;
  private final LongSupplier clock;
  private final Channel channel;

  // Consumer alone.
  private ThreadSource source;

  // Owner alone.
  private long task;
  private long scheduledAt;
  private long start;
  private long lastEnd;
  private long lastTask;
  private int depth;
  private final long[] outer = new long[MAX_DEPTH * FRAME];

  // What the owner polls now, for the consumer. The start is written before the task is set release, and read after the
  // task was read acquire: so a start is never older than its task. Both are set at once only by the owner; the consumer
  // reads the task twice and takes the pair when it did not change.
  @SuppressWarnings("UnusedVariable") // by VarHandle
  private long runningTask;
  @SuppressWarnings("UnusedVariable")
  private long runningStart;

  // Written once by the owner, after its last event; a consumer that reads true finds all events by one more drain.
  private volatile boolean closed;

  /// @param index of its [ThreadSource]
  ThreadRecorder(Thread owner, int index, LevelSwitch level, LongSupplier clock, Channel channel) {
    this.owner = owner;
    this.source = new ThreadSource(index, owner.getName(), owner.threadId());
    this.level = level;
    this.clock = clock;
    this.channel = channel;
    lastEnd = clock.getAsLong();
  }

  @Override
  public long taskSpawned(TaskView view) {
    long now = clock.getAsLong();
    channel.view(EventKind.SPAWN, view, view.id(), now);
    return now;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    if (task != 0) {
      pushOuter();
    }
    long now;
    if (afterPoll) {
      // A wake by another thread may be younger than the end of the last poll, and no poll answers a later wake.
      now = scheduledAtNanos - lastEnd > 0 ? scheduledAtNanos : lastEnd;
    } else {
      now = clock.getAsLong();
    }
    task = taskId;
    scheduledAt = scheduledAtNanos;
    start = now;
    showRunning(taskId, now);
    return now;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    long now = clock.getAsLong();
    if (task == taskId) {
      channel.poll(taskId, scheduledAt, start, now, wakersTaken);
    } else {
      channel.lost(EventKind.POLL); // its start was lost, deeper than MAX_DEPTH
    }
    lastEnd = now;
    lastTask = taskId;
    if (depth == 0) {
      task = 0;
      showRunning(0, now);
    } else {
      popOuter();
    }
    return now;
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    long now = clock.getAsLong();
    channel.wake(taskId, wakerTaskId, now);
    return now;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {
    channel.end(taskId, outcome, taskId == lastTask ? lastEnd : clock.getAsLong());
  }

  @Override
  public void resourceCreated(ResourceView resource) {
    channel.view(EventKind.RESOURCE, resource, resource.id(), clock.getAsLong());
  }

  @Override
  public void resourceEnded(long resourceId) {
    channel.id(EventKind.RESOURCE_END, false, resourceId, clock.getAsLong());
  }

  @Override
  public void operationStarted(OperationView operation) {
    channel.view(EventKind.OPERATION, operation, operation.id(), clock.getAsLong());
  }

  @Override
  public void operationPolled(long operationId, boolean ready) {
    channel.id(EventKind.OPERATION_POLL, ready, operationId, clock.getAsLong());
  }

  @Override
  public void operationEnded(long operationId, boolean ready) {
    channel.id(EventKind.OPERATION_END, ready, operationId, clock.getAsLong());
  }

  @Override
  public void schedulerEvent(SchedulerEvent event, long other, long value) {
    if (level.tracesScheduler()) {
      channel.scheduler(event, other, value, instant(event, value, clock.getAsLong()));
    }
  }

  /// The instant of an event that is told now.
  static long instant(SchedulerEvent event, long value, long now) {
    return event == SchedulerEvent.PARKED ? now - value : now;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void pushOuter() {
    if (depth < MAX_DEPTH) {
      outer[depth * FRAME] = task;
      outer[depth * FRAME + 1] = scheduledAt;
      outer[depth * FRAME + 2] = start;
    }
    depth++;
  }

  private void popOuter() {
    depth--;
    if (depth < MAX_DEPTH) {
      task = outer[depth * FRAME];
      scheduledAt = outer[depth * FRAME + 1];
      start = outer[depth * FRAME + 2];
      showRunning(task, start);
    }
  }

  private void showRunning(long taskId, long startNanos) {
    RUNNING_START.setOpaque(this, startNanos);
    RUNNING_TASK.setRelease(this, taskId);
  }

  // Consumer.

  /// Hands all events that are there to a sink, oldest first.
  ///
  /// @return how many there were
  int drain(EventSink sink) {
    if (channel.isEmpty()) {
      return 0;
    }
    if (!source.name().equals(owner.getName())) { // runtimes rename their threads
      source = new ThreadSource(source.index(), owner.getName(), source.threadId());
    }
    sink.source(source);
    return channel.drain(sink);
  }

  /// Whether the owner will write nothing more. Asked before a drain that shall be the last.
  boolean isOver() {
    return closed || !owner.isAlive();
  }

  /// Hands the poll that the owner is in to a sink, if it is in one.
  void running(RunningSink sink) {
    long before = (long) RUNNING_TASK.getAcquire(this);
    if (before == 0) {
      return;
    }
    long startNanos = (long) RUNNING_START.getAcquire(this);
    if ((long) RUNNING_TASK.getAcquire(this) == before) {
      sink.running(before, startNanos);
    }
  }

  Losses losses() {
    return channel.losses();
  }
}
