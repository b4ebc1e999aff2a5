package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.ThreadProbe;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The part of a probe that is the same for threads with a channel of their own and for the others: all events but those of
/// tasks, each by the level that its method sees.
abstract class ChannelProbe implements ThreadProbe {
  final LevelSwitch level;
  final LongSupplier clock;

  ChannelProbe(LevelSwitch level, LongSupplier clock) {
    this.level = level;
    this.clock = clock;
  }

  /// The channel for one event, for the calling thread alone until [#release].
  ///
  /// @return null when there is none; the event is counted as lost
  abstract @Nullable Channel acquire(EventKind kind);

  abstract void release(Channel channel);

  final boolean takesDetails() {
    return level.look().includes(RecordLevel.TASKS);
  }

  final void put(EventKind kind, Object view, long id, long at) {
    var channel = acquire(kind);
    if (channel != null) {
      channel.view(kind, view, id, at);
      release(channel);
    }
  }

  @Override
  public final void resourceCreated(ResourceView resource) {
    if (takesDetails()) {
      put(EventKind.RESOURCE, resource, resource.id(), clock.getAsLong());
    }
  }

  @Override
  public final void resourceEnded(long resourceId) {
    if (!takesDetails()) {
      return;
    }
    long at = clock.getAsLong();
    var channel = acquire(EventKind.RESOURCE_END);
    if (channel != null) {
      channel.resourceEnd(resourceId, at);
      release(channel);
    }
  }

  @Override
  public final void operationStarted(OperationView operation) {
    if (takesDetails()) {
      put(EventKind.OPERATION, operation, operation.id(), clock.getAsLong());
    }
  }

  @Override
  public void operationPolled(long operationId, boolean ready) {
    if (!takesDetails()) {
      return;
    }
    long at = clock.getAsLong();
    var channel = acquire(EventKind.OPERATION_POLL);
    if (channel != null) {
      channel.operationPoll(operationId, ready, at);
      release(channel);
    }
  }

  @Override
  public void operationEnded(long operationId, boolean ready) {
    endOperation(operationId, ready, false);
  }

  /// @param polled whether the last poll was not recorded
  final void endOperation(long operationId, boolean ready, boolean polled) {
    if (!takesDetails()) {
      return;
    }
    long at = clock.getAsLong();
    var channel = acquire(EventKind.OPERATION_END);
    if (channel != null) {
      channel.operationEnd(operationId, ready, polled, at);
      release(channel);
    }
  }

  @Override
  public final void schedulerEvent(SchedulerEvent event, long other, long value) {
    if (level.look() != RecordLevel.TRACE) {
      return;
    }
    long now = clock.getAsLong();
    var channel = acquire(EventKind.SCHEDULER);
    if (channel != null) {
      channel.scheduler(event, other, value, event == SchedulerEvent.PARKED ? now - value : now);
      release(channel);
    }
  }
}
