package dev.kioto.console.web;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.Warning;
import dev.kioto.console.model.TaskRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the model's tasks into the API's.
final class TaskMapping {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private TaskMapping() {}

  static Task row(TaskRecord task, long asOf) {
    long busy = task.busyAt(asOf);
    long scheduled = task.scheduledAt(asOf);
    long total = task.totalAt(asOf);
    return new Task(Long.toUnsignedString(task.id()), Long.toUnsignedString(task.taskId()),
        task.parentId() == 0 ? null : Long.toUnsignedString(task.parentId()), task.name(), task.kind(),
        state(task), instant(task.createdAt()), instantOrNull(task.droppedAt()), total, busy, scheduled,
        total - busy - scheduled, task.polls(), task.wakes(), task.selfWakes(), task.wakerClones(), task.wakerDrops(),
        task.wakerCount(), instantOrNull(task.lastWake()), instantOrNull(task.lastPollStarted()),
        instantOrNull(task.lastPollEnded()), task.location(), task.target(), fields(task), warnings(task));
  }

  private static TaskState state(TaskRecord task) {
    return switch (task.state()) {
      case RUNNING -> TaskState.RUNNING;
      case SCHEDULED -> TaskState.SCHEDULED;
      case IDLE -> TaskState.IDLE;
      case COMPLETED -> TaskState.COMPLETED;
    };
  }

  private static Map<String, String> fields(TaskRecord task) {
    if (task.fieldCount() == 0) return Map.of();
    var fields = LinkedHashMap.<String, String>newLinkedHashMap(task.fieldCount());
    for (int i = 0; i < task.fieldCount(); i++) fields.put(task.fieldName(i), task.fieldValue(i));
    return fields;
  }

  private static List<Warning> warnings(TaskRecord task) {
    if (task.warnings().isEmpty()) return List.of();
    return task.warnings().stream().map(warning -> new Warning(warning.id(), warning.message())).toList();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
  }

  static @Nullable Instant instantOrNull(long nanos) {
    return nanos == TaskRecord.ABSENT ? null : instant(nanos);
  }
}
