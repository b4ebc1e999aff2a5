package dev.kioto.instrument.recorder;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.function.LongSupplier;

/// The channel of one platform thread. A poll costs one record and at most two clock readings; a self-wake during it neither.
final class ThreadRecorder extends ChannelProbe {
  /*
   * A look at the level opens each method: see LevelSwitch. At OFF the thread forgets the polls that it is in, and its last
   * instant, with the first poll that it does not observe: it cannot know any more which of them go on. So the polls that it
   * knows are always the innermost ones, without a gap, and none of them is over.
   */
  private static final long UNKNOWN = 0; // an instant, or no task
  private static final long TOO_DEEP = -1; // a task, of which OuterPolls had no room

  private final Thread owner;
  private final Channel channel;
  private final ThreadTotals totals = new ThreadTotals();
  private final RunningPoll running = new RunningPoll();

  // Consumer alone.
  private ThreadSource source;

  // Owner alone.
  private long task;
  private long scheduledAt;
  private long start;
  private long lastEnd;
  private long lastTask;
  private long readyOperation; // whose poll was ready, which has no record
  private final OuterPolls outer = new OuterPolls();

  // Written once by the owner, after its last event; a consumer that reads true finds all events by one more drain.
  private volatile boolean closed;

  /// @param index of its [ThreadSource]
  ThreadRecorder(Thread owner, int index, LevelSwitch level, LongSupplier clock, Channel channel) {
    super(level, clock);
    this.owner = owner;
    this.source = new ThreadSource(index, owner.getName(), owner.threadId());
    this.channel = channel;
  }

  // --- tasks ---

  @Override
  public long taskSpawned(TaskView view) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return UNKNOWN;
    }
    totals.spawned();
    if (now == RecordLevel.COUNTS) {
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    channel.view(EventKind.SPAWN, view, view.id(), at);
    return at;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    if (level.look() == RecordLevel.OFF) {
      forget();
      return UNKNOWN;
    }
    if (task != UNKNOWN) {
      outer.push(task, scheduledAt, start, running.selfWakes());
      running.hide();
    }
    long at;
    if (afterPoll && lastEnd != UNKNOWN) {
      // A wake by another thread may be younger than the end of the last poll, and no poll answers a later wake.
      at = scheduledAtNanos != UNKNOWN && scheduledAtNanos - lastEnd > 0 ? scheduledAtNanos : lastEnd;
    } else {
      at = clock.getAsLong();
    }
    task = taskId;
    scheduledAt = scheduledAtNanos == UNKNOWN ? at : scheduledAtNanos;
    start = at;
    running.show(taskId, at);
    return at;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      forget();
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    if (task == UNKNOWN) { // it began at OFF
      start = level.observedSince(at);
      scheduledAt = start;
    }
    boolean known = task != TOO_DEEP && start != UNKNOWN;
    totals.polled(known ? at - start : 0);
    if (now != RecordLevel.COUNTS) {
      if (known) {
        channel.poll(taskId, scheduledAt, start, at, wakersTaken, running.selfWakes());
      } else {
        channel.lost(EventKind.POLL);
      }
    }
    lastEnd = at;
    lastTask = taskId;
    leavePoll();
    return at;
  }

  private void leavePoll() {
    running.hide();
    if (!outer.pop()) {
      task = UNKNOWN;
    } else if (outer.isKnown()) {
      task = outer.task();
      scheduledAt = outer.scheduledAt();
      start = outer.start();
      running.show(task, start, outer.selfWakes());
    } else {
      task = TOO_DEEP;
    }
  }

  private void forget() {
    if (task != UNKNOWN || lastEnd != UNKNOWN) {
      task = UNKNOWN;
      lastEnd = UNKNOWN;
      lastTask = UNKNOWN;
      outer.clear();
      running.hide();
    }
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return UNKNOWN;
    }
    boolean self = taskId == wakerTaskId;
    totals.woken(self);
    if (now == RecordLevel.COUNTS) {
      return UNKNOWN;
    }
    if (self && task == taskId && now == RecordLevel.TASKS && running.selfWakes() < Ring.MAX_EXTRA) {
      running.wokeItself();
      return start;
    }
    long at = clock.getAsLong();
    channel.wake(taskId, wakerTaskId, at);
    return at;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return;
    }
    totals.ended();
    if (now != RecordLevel.COUNTS) {
      channel.end(taskId, outcome, taskId == lastTask ? lastEnd : clock.getAsLong());
    }
  }

  // --- operations ---

  /// Of a poll that was ready the end tells, which follows at once.
  @Override
  public void operationPolled(long operationId, boolean ready) {
    if (ready) {
      readyOperation = operationId;
    } else {
      super.operationPolled(operationId, false);
    }
  }

  @Override
  public void operationEnded(long operationId, boolean ready) {
    endOperation(operationId, ready, operationId == readyOperation);
    readyOperation = UNKNOWN;
  }

  // --- the channel ---

  @Override
  Channel acquire(EventKind kind) {
    return channel;
  }

  @Override
  void release(Channel acquired) {}

  @Override
  public void close() {
    closed = true;
  }

  // --- the consumer ---

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
    running.get(sink);
  }

  Losses losses() {
    return channel.losses();
  }

  Totals totals() {
    return totals.get();
  }

  long bytes() {
    return channel.bytes();
  }
}
