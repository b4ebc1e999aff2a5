package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.trace.TaskLabel;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskView;
import org.jspecify.annotations.Nullable;

/// What stays the same for the life of a task.
///
/// @param id above 0, unique in the process
/// @param name given at the spawn, or null; cut to 256 characters
/// @param typeName the type of its code; cut to 256 characters
/// @param parentId the task inside whose poll it was spawned, 0 when there was none
/// @param location the frame that called spawn, or null when it was not taken
public record TaskInfo(
    long id, TaskKind kind, @Nullable String name, String typeName, long parentId, long runtimeId,
    @Nullable StackTraceElement location) {
  // So that no program can make one task fill a message.
  private static final int MAX_TEXT = 256;

  TaskLabel label() {
    return new TaskLabel(name, location, typeName);
  }

  static TaskInfo of(TaskView view) {
    String name = view.name();
    return new TaskInfo(view.id(), view.kind(), name == null ? null : cut(name), cut(view.typeName()), view.parentId(),
        view.runtimeId(), view.spawnLocation());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
