package dev.kioto.instrument.recorder;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a recorder has taken and what it had to drop, since its start. Losses are 0 when all is well, and never go down.
///
/// @param recorded events handed to the reader
/// @param losses dropped events by kind; every kind is there. Of a task whose [EventKind#SPAWN] is lost no reader hears, of
///     one whose [EventKind#END] is lost it finds the end by [dev.kioto.probe.TaskView#phase]; lost polls and wakes are
///     missing from the figures of their tasks; so it is with resources and operations
/// @param channels threads that have a channel, plus the stripes of the shared one once it is used
/// @param ringBytes what their rings take of memory, about
public record RecorderCounts(long recorded, Map<EventKind, Long> losses, int channels, long ringBytes) {

  /// Copies the map.
  public RecorderCounts {
    losses = Collections.unmodifiableMap(new EnumMap<>(losses));
  }

  /// All losses.
  public long lost() {
    return losses.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Losses of one kind.
  public long lost(EventKind kind) {
    return losses.getOrDefault(kind, 0L);
  }

  /// Lost events of tasks.
  public long lostOfTasks() {
    return lost(EventKind.SPAWN) + lost(EventKind.POLL) + lost(EventKind.WAKE) + lost(EventKind.END);
  }

  /// Lost events of resources.
  public long lostOfResources() {
    return lost(EventKind.RESOURCE) + lost(EventKind.RESOURCE_END);
  }

  /// Lost events of operations.
  public long lostOfOperations() {
    return lost(EventKind.OPERATION) + lost(EventKind.OPERATION_POLL) + lost(EventKind.OPERATION_END);
  }
}
