package dev.kioto.jfr;

import dev.kioto.probe.TaskView;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/// A task was spawned, by the thread of the event.
@Name("kioto.TaskSpawn")
@Label("Task Spawn")
@Description("A task was spawned")
@Category({"Kioto", "Tasks"})
@StackTrace(false) // the location says the line; a recording may switch it on
@Throttle("off")
final class TaskSpawn extends Event {
  @TaskId
  @Label("Task")
  long taskId;

  @Label("Name")
  @Description("The name given at the spawn; absent when none was")
  @Nullable String name;

  @Label("Kind")
  @Description("future, direct, blocking or block_on")
  @Nullable String kind;

  @Label("Type")
  @Description("The type of the code that the task runs")
  @Nullable String type;

  @Label("Location")
  @Description("The line that spawned the task; absent when it was not taken")
  @Nullable String location;

  @TaskId
  @Label("Parent Task")
  @Description("The task inside whose poll this one was spawned; 0 when there was none")
  long parentTaskId;

  @RuntimeId
  @Label("Runtime")
  long runtimeId;

  TaskSpawn of(TaskView task) {
    taskId = task.id();
    name = task.name();
    kind = task.kind().name().toLowerCase(Locale.ROOT);
    type = task.typeName();
    location = text(task.spawnLocation());
    parentTaskId = task.parentId();
    runtimeId = task.runtimeId();
    return this;
  }

  static @Nullable String text(@Nullable StackTraceElement frame) {
    return frame == null ? null : frame.toString();
  }
}
