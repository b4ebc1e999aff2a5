package dev.kioto.console.filter;

import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.model.RowOrder.MarkedKey;
import dev.kioto.console.model.TaskGroup;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// What tasks can be filtered and sorted by.
public final class TaskLanguage {

  /// The language.
  public static final FilterLanguage<TaskRecord> TASKS = FilterLanguage.<TaskRecord>builder("task")
      .words("name", "the name that the program gave it", new Name())
      .text("kind", "direct, future, blocking, ...", TaskRecord::kind)
      .choice("state", "what it is doing", Arrays.stream(TaskState.values()).map(Enum::name).toList(),
          (task, _) -> task.state().rank())
      .duration("total", "its age, until its end", TaskRecord::totalAt)
      .duration("busy", "time inside polls", TaskRecord::busyAt)
      .duration("scheduled", "time between a wake and the poll that follows", TaskRecord::scheduledAt)
      .duration("idle", "the rest of its time", TaskRecord::idleAt)
      .count("polls", "how often it was polled", (task, _) -> task.polls())
      .count("wakes", "how often it was woken", (task, _) -> task.wakes())
      .count("selfWakes", "how often it woke itself", (task, _) -> task.selfWakes())
      .count("wakerCount", "wakers of it that exist", (task, _) -> task.wakerCount())
      .count("wakerClones", "wakers of it that were made", (task, _) -> task.wakerClones())
      .count("wakerDrops", "wakers of it that were dropped", (task, _) -> task.wakerDrops())
      .text("location", "where it was spawned", task -> Objects.requireNonNullElse(task.location(), ""))
      .text("target", "the runtime or crate that it belongs to", TaskRecord::target)
      .id("id", "its id in paths", (task, _) -> task.id())
      .id("taskId", "its id in the program", (task, _) -> task.taskId())
      .id("parent", "the id of the task that spawned it, 0 when none did", (task, _) -> task.parentId())
      .instant("created", "when it was created", (task, _) -> task.createdAt())
      .instant("dropped", "when it ended", (task, _) -> task.droppedAt())
      .instant("lastWake", "when it was last woken", (task, _) -> task.lastWake())
      .instant("lastPollStarted", "when its last poll began", (task, _) -> task.lastPollStarted())
      .instant("lastPollEnded", "when its last poll ended", (task, _) -> task.lastPollEnded())
      .flags("warning", "what is wrong with it", Detectors.ids(), new Warnings())
      .named(TaskRecord::field)
      .build();

  /// What groups of tasks can be filtered and sorted by.
  public static final FilterLanguage<TaskGroup> GROUPS = FilterLanguage.<TaskGroup>builder("group")
      .text("key", "what its tasks have in common", TaskGroup::key)
      .count("tasks", "how many it has", (group, _) -> group.tasks())
      .count("running", "how many run", (group, _) -> group.tasks(TaskState.RUNNING))
      .count("waiting", "how many are woken and wait for a worker", (group, _) -> group.tasks(TaskState.SCHEDULED))
      .count("idle", "how many are idle", (group, _) -> group.tasks(TaskState.IDLE))
      .count("completed", "how many have ended", (group, _) -> group.tasks(TaskState.COMPLETED))
      .duration("busy", "time inside polls", (group, _) -> group.busyNanos())
      .duration("scheduled", "time between wakes and the polls that follow", (group, _) -> group.scheduledNanos())
      .count("polls", "how often they were polled", (group, _) -> group.polls())
      .count("wakes", "how often they were woken", (group, _) -> group.wakes())
      .count("selfWakes", "how often they woke themselves", (group, _) -> group.selfWakes())
      .build();

  private TaskLanguage() {}

  /// The name of a task.
  private static final class Name implements MarkedKey<TaskRecord> {

    @Override
    public String of(TaskRecord task) {
      return task.name();
    }

    @Override
    public int mark(TaskRecord task) {
      return task.nameMark();
    }
  }

  /// The warnings of a task.
  private static final class Warnings implements Flags<TaskRecord> {

    private static final List<String> IDS = Detectors.ids();

    @Override
    public boolean has(TaskRecord task, int choice, long asOf) {
      for (var warning : task.warnings()) {
        if (warning.id().equals(IDS.get(choice))) return true;
      }
      return false;
    }

    @Override
    public int count(TaskRecord task, long asOf) {
      return task.warnings().size();
    }

    @Override
    public long mayChangeAt(TaskRecord task, long asOf) {
      return Long.MAX_VALUE; // warnings are told of, they do not come with the time
    }
  }
}
