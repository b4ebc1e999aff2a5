package dev.kioto.console.ui.task;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.Task;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.RelationsRequest;
import dev.kioto.console.ui.link.TaskRelations;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What the shown task has to do with others: who spawned it and whom it has spawned, who wakes it, what it waits for, and what was said
/// of it before. UI thread only.
public final class RelationsViewModel {
  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<@Nullable TaskRelations> relations = new ReadOnlyObjectWrapper<>();
  private @Nullable RelationsRequest request;
  private Set<Capability> can = Set.of();

  RelationsViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// What was told last of the shown task; null before the first answer.
  public ReadOnlyObjectProperty<@Nullable TaskRelations> relations() {
    return relations.getReadOnlyProperty();
  }

  /// Whether the target can tell something.
  public boolean can(Capability capability) {
    return can.contains(capability);
  }

  /// Learns what the shown target can tell.
  void offer(@Nullable Target target) {
    var now = target == null ? Set.<Capability>of() : Set.copyOf(target.capabilities());
    if (!now.equals(can)) {
      can = now;
      var before = request;
      if (before != null) {
        ask(new RelationsRequest(before.taskId(), before.parentId(), can));
      }
    }
  }

  /// Turns to another task; empty for none.
  void begin(String taskId) {
    relations.set(null);
    ask(taskId.isEmpty() ? null : new RelationsRequest(taskId, null, can));
  }

  /// Learns more of the task, above all who spawned it.
  void know(Task task) {
    var before = request;
    if (before != null && before.taskId().equals(task.id()) && before.parentId() == null && task.parentId() != null) {
      ask(new RelationsRequest(task.id(), task.parentId(), can));
    }
  }

  private void ask(@Nullable RelationsRequest newRequest) {
    request = newRequest;
    commands.relations(newRequest);
  }

  /// Takes the answer; one to an older question is let go, and one that says nothing keeps what was known.
  public void show(RelationsRequest asked, TaskRelations answer) {
    if (!asked.equals(request)) {
      return;
    }
    var before = relations.get();
    relations.set(before == null || answer.problem().isEmpty() ? answer
        : new TaskRelations(or(answer.parent(), before.parent()), or(answer.children(), before.children()),
            or(answer.wakes(), before.wakes()), or(answer.operations(), before.operations()),
            answer.incidents().isEmpty() ? before.incidents() : answer.incidents(),
            answer.diagnoses().isEmpty() ? before.diagnoses() : answer.diagnoses(), answer.problem()));
  }

  private static <T> @Nullable T or(@Nullable T now, @Nullable T before) {
    return now == null ? before : now;
  }
}
