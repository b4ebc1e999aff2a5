package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// One place in the task table. The task that stands in it comes and goes; null while it is not loaded. UI thread only.
public final class TaskSlot {
  private final int index;
  private final ReadOnlyObjectWrapper<@Nullable Task> task = new ReadOnlyObjectWrapper<>();

  TaskSlot(int index) {
    this.index = index;
  }

  /// The place, from 0.
  public int index() {
    return index;
  }

  /// The task that stands here.
  public ReadOnlyObjectProperty<@Nullable Task> taskProperty() {
    return task.getReadOnlyProperty();
  }

  /// The task that stands here now; null while it is not loaded.
  public @Nullable Task task() {
    return task.get();
  }

  void put(@Nullable Task newTask) {
    task.set(newTask);
  }
}
