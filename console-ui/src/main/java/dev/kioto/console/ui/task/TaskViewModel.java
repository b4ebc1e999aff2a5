package dev.kioto.console.ui.task;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.ui.link.ConsoleCommands;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// The task of the detail pane. UI thread only.
public final class TaskViewModel {
  /// What the pane shows.
  public enum Phase {
    /// No task is chosen.
    NONE,
    /// A task is chosen; what the table knows of it is shown, the rest is on its way.
    LOADING,
    /// Everything is there.
    SHOWN,
    /// The server no longer knows the task; what was last known stays.
    GONE,
    /// The server could not be asked; what was last known stays.
    FAILED
  }

  /// What stands in the place of the stack.
  public enum StackPhase {
    /// Nothing was asked for.
    NONE,
    /// The stack is on its way for the first time.
    LOADING,
    /// There is an answer, which may say that there is no stack.
    SHOWN,
    /// The stack cannot be read; [#stackMessage()] says why.
    FAILED
  }

  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.NONE);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Task> task = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable TaskDetail> detail = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<StackPhase> stackPhase = new ReadOnlyObjectWrapper<>(StackPhase.NONE);
  private final ReadOnlyStringWrapper stackMessage = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable TaskStack> stack = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper stackOffered = new ReadOnlyBooleanWrapper();
  private final BooleanProperty follow = new SimpleBooleanProperty();

  /// A pane without a task.
  public TaskViewModel(ConsoleCommands commands) {
    this.commands = commands;
    follow.subscribe(commands::followStack);
  }

  /// What the pane shows.
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /// Why the pane is in phase GONE or FAILED, as a sentence.
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /// The task; null for none.
  public ReadOnlyObjectProperty<@Nullable Task> task() {
    return task.getReadOnlyProperty();
  }

  /// The task with its distributions; null until they have arrived.
  public ReadOnlyObjectProperty<@Nullable TaskDetail> detail() {
    return detail.getReadOnlyProperty();
  }

  /// What stands in the place of the stack.
  public ReadOnlyObjectProperty<StackPhase> stackPhase() {
    return stackPhase.getReadOnlyProperty();
  }

  /// Why the stack cannot be read, as a sentence.
  public ReadOnlyStringProperty stackMessage() {
    return stackMessage.getReadOnlyProperty();
  }

  /// Where the task was when it was asked last; null before the first answer.
  public ReadOnlyObjectProperty<@Nullable TaskStack> stack() {
    return stack.getReadOnlyProperty();
  }

  /// Whether the target can tell stacks.
  public ReadOnlyBooleanProperty stackOffered() {
    return stackOffered.getReadOnlyProperty();
  }

  /// Whether the stack is read again and again.
  public BooleanProperty follow() {
    return follow;
  }

  /// Learns whether the shown target can tell stacks.
  public void offerStacks(boolean offered) {
    stackOffered.set(offered);
  }

  /// Shows a task, or none. The task that is shown already only gets its newer numbers when it has no details yet.
  public void choose(@Nullable Task newTask) {
    var now = task.get();
    if (newTask != null && now != null && now.id().equals(newTask.id())) {
      if (detail.get() == null) {
        task.set(newTask);
      }
      return;
    }
    detail.set(null);
    stack.set(null);
    message.set("");
    stackMessage.set("");
    task.set(newTask);
    phase.set(newTask == null ? Phase.NONE : Phase.LOADING);
    commands.inspect(newTask == null ? null : newTask.id());
    boolean reads = newTask != null && stackOffered.get();
    stackPhase.set(reads ? StackPhase.LOADING : StackPhase.NONE);
    if (reads) {
      commands.readStack();
    }
  }

  /// Reads the stack once more.
  public void refreshStack() {
    if (task.get() != null) {
      commands.readStack();
    }
  }

  /// Takes the details of a task. Distributions that were known stay where the news lack them: the server has none while
  /// it has lost the program.
  public void show(String taskId, TaskDetail newDetail) {
    if (isShown(taskId)) {
      task.set(newDetail.task());
      detail.set(complete(newDetail, detail.get()));
      message.set("");
      phase.set(Phase.SHOWN);
    }
  }

  private static TaskDetail complete(TaskDetail now, @Nullable TaskDetail before) {
    if (before == null) {
      return now;
    }
    var polls = now.pollTimes() == null ? before.pollTimes() : now.pollTimes();
    var waits = now.scheduledTimes() == null ? before.scheduledTimes() : now.scheduledTimes();
    return new TaskDetail(now.task(), now.asOf(), polls, waits);
  }

  /// Learns that the server does not know the task.
  public void gone(String taskId) {
    if (isShown(taskId)) {
      message.set("This task has ended and is no longer kept. These are its last known values.");
      phase.set(Phase.GONE);
    }
  }

  /// Learns that the details could not be read.
  public void failed(String taskId, String reason) {
    if (isShown(taskId) && phase.get() != Phase.GONE) {
      message.set(reason);
      phase.set(Phase.FAILED);
    }
  }

  /// Takes the stack of a task.
  public void showStack(String taskId, TaskStack newStack) {
    if (isShown(taskId)) {
      stack.set(newStack);
      stackMessage.set("");
      stackPhase.set(StackPhase.SHOWN);
    }
  }

  /// Learns that the stack could not be read.
  public void stackFailed(String taskId, String reason) {
    if (isShown(taskId)) {
      stackMessage.set(reason);
      stackPhase.set(StackPhase.FAILED);
    }
  }

  private boolean isShown(String taskId) {
    var now = task.get();
    return now != null && now.id().equals(taskId);
  }
}
