package dev.kioto.runtime;

import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskView;
import dev.kioto.scheduler.TaskCell;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// What a hook is told of a task.
///
/// @param id above 0 and unique in the process
/// @param kind what code it runs
/// @param name as given at the spawn, or null
/// @param spawnedAt the line that spawned it, or null when it was not recorded
/// @param scheduleLatency how long it was runnable before the poll that the hook is about: told before the poll and, the same,
///     after it. Null to hooks that are about no poll, and unless [RuntimeBuilder#trackTaskScheduleLatency] was called
public record TaskMeta(long id, TaskKind kind, @Nullable String name, @Nullable StackTraceElement spawnedAt,
    @Nullable Duration scheduleLatency) {

  private static TaskMeta of(TaskView task, @Nullable Duration scheduleLatency) {
    return new TaskMeta(task.id(), task.kind(), task.name(), task.spawnLocation(), scheduleLatency);
  }

  static @Nullable Consumer<TaskCell<?>> adapt(@Nullable Consumer<TaskMeta> hook) {
    return hook == null ? null : task -> hook.accept(of(task, null));
  }

  static @Nullable ObjLongConsumer<TaskCell<?>> adaptPoll(@Nullable Consumer<TaskMeta> hook) {
    return hook == null ? null
        : (task, latency) -> hook.accept(of(task, latency < 0 ? null : Duration.ofNanos(latency)));
  }
}
