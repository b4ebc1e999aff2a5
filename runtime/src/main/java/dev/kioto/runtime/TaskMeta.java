package dev.kioto.runtime;

import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskView;
import dev.kioto.scheduler.TaskCell;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a hook is told of a task.
///
/// @param id above 0 and unique in the process
/// @param kind what code it runs
/// @param name as given at the spawn, or null
/// @param spawnedAt the line that spawned it, or null when it was not recorded
public record TaskMeta(long id, TaskKind kind, @Nullable String name, @Nullable StackTraceElement spawnedAt) {

  private static TaskMeta of(TaskView task) {
    return new TaskMeta(task.id(), task.kind(), task.name(), task.spawnLocation());
  }

  static @Nullable Consumer<TaskCell<?>> adapt(@Nullable Consumer<TaskMeta> hook) {
    return hook == null ? null : task -> hook.accept(of(task));
  }
}
