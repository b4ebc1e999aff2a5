package dev.kioto.console.ui.task;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.Why;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.time.Instant;
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
  private final RelationsViewModel relations;
  private final CancelViewModel cancelling;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.NONE);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Task> task = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable TaskDetail> detail = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<StackPhase> stackPhase = new ReadOnlyObjectWrapper<>(StackPhase.NONE);
  private final ReadOnlyStringWrapper stackMessage = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable TaskStack> stack = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper stackOffered = new ReadOnlyBooleanWrapper();
  private boolean recording;
  private final BooleanProperty follow = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Why> why = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper whyMessage = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Instant> instant = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper shownId = new ReadOnlyStringWrapper("");

  /// A pane without a task.
  public TaskViewModel(ConsoleCommands commands) {
    this.commands = commands;
    relations = new RelationsViewModel(commands);
    cancelling = new CancelViewModel(commands);
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

  /// Why the task waits, or waited; null before the answer.
  public ReadOnlyObjectProperty<@Nullable Why> why() {
    return why.getReadOnlyProperty();
  }

  /// Why that cannot be told, as a sentence; empty when it can, or was not answered yet.
  public ReadOnlyStringProperty whyMessage() {
    return whyMessage.getReadOnlyProperty();
  }

  /// The id of the task of the pane, also while nothing else is known of it; empty for none.
  public ReadOnlyStringProperty shownId() {
    return shownId.getReadOnlyProperty();
  }

  /// What the task has to do with others.
  public RelationsViewModel relations() {
    return relations;
  }

  /// The cancelling of the task.
  public CancelViewModel cancelling() {
    return cancelling;
  }

  /// Learns what the shown target can tell and what the collector may do in it.
  public void offer(@Nullable Target target) {
    relations.offer(target);
    cancelling.allow(target != null && target.can(Capability.CONTROL));
    offerStacks(target != null && target.can(Capability.TASK_STACKS), target != null && target.playback() != null);
  }

  /// Learns whether the shown target can tell stacks.
  ///
  /// @param isRecording whether it is a recording, which holds none
  public void offerStacks(boolean offered, boolean isRecording) {
    recording = isRecording;
    stackOffered.set(offered);
  }

  /// Whether the shown target is a recording.
  public boolean isRecording() {
    return recording;
  }

  /// Shows the task as it was at an instant of the past; null for the present.
  public void setInstant(@Nullable Instant now) {
    boolean back = instant.get() != null && now == null;
    cancelling.setPast(now != null);
    instant.set(now);
    message.set("");
    if (now != null) {
      detail.set(null);
      stack.set(null);
      why.set(null);
    } else if (back && !shownId.get().isEmpty()) {
      commands.askWhy();
      readStack();
    }
  }

  /// The instant of the past that is shown; null for the present. Of the past no stack, distribution and reason to wait is known.
  public ReadOnlyObjectProperty<@Nullable Instant> instant() {
    return instant.getReadOnlyProperty();
  }

  /// Shows a task, or none. The task that is shown already only gets its newer numbers when it has no details yet.
  public void choose(@Nullable Task newTask) {
    if (newTask != null && isShown(newTask.id())) {
      if (detail.get() == null) {
        task.set(newTask);
      }
      return;
    }
    begin(newTask == null ? "" : newTask.id(), newTask);
  }

  /// Shows the task of an id, of which nothing else is known yet.
  public void open(String taskId) {
    if (!isShown(taskId)) {
      begin(taskId, null);
    }
  }

  private void begin(String id, @Nullable Task newTask) {
    boolean any = !id.isEmpty();
    shownId.set(id);
    detail.set(null);
    stack.set(null);
    why.set(null);
    message.set("");
    stackMessage.set("");
    whyMessage.set("");
    task.set(newTask);
    // What is shown of the task before is taken away, also when both are in this phase.
    phase.set(Phase.NONE);
    phase.set(any ? Phase.LOADING : Phase.NONE);
    commands.inspect(any ? id : null);
    relations.begin(id);
    cancelling.begin(id);
    stackPhase.set(StackPhase.NONE);
    if (any) {
      readStack();
    }
  }

  private void readStack() {
    if (stackOffered.get() && instant.get() == null) {
      stackPhase.set(StackPhase.LOADING);
      commands.readStack();
    }
  }

  /// Reads the stack once more.
  public void refreshStack() {
    if (!shownId.get().isEmpty()) {
      commands.readStack();
    }
  }

  /// Takes the details of a task. Distributions that were known stay where the news lack them: the server has none while
  /// it has lost the program.
  public void show(String taskId, TaskDetail newDetail) {
    if (isShown(taskId)) {
      task.set(newDetail.task());
      relations.know(newDetail.task());
      detail.set(complete(newDetail, detail.get()));
      message.set("");
      phase.set(Phase.SHOWN);
    }
  }

  private TaskDetail complete(TaskDetail now, @Nullable TaskDetail before) {
    if (before == null || instant.get() != null) {
      return now;
    }
    var polls = now.pollTimes() == null ? before.pollTimes() : now.pollTimes();
    var waits = now.scheduledTimes() == null ? before.scheduledTimes() : now.scheduledTimes();
    return new TaskDetail(now.task(), now.asOf(), polls, waits);
  }

  /// Learns that the server does not know the task.
  public void gone(String taskId) {
    if (isShown(taskId)) {
      var past = instant.get();
      message.set(past == null ? "This task has ended and is no longer kept. These are its last known values."
          : "This task is not among those of " + Instants.seconds(past)
              + ": it came later, or had ended before and was no "
              + "longer kept. These are values of another instant.");
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
    if (isShown(taskId) && instant.get() == null) {
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

  /// Takes why the task waits.
  public void showWhy(String taskId, Why newWhy) {
    if (isShown(taskId) && instant.get() == null) {
      whyMessage.set("");
      why.set(newWhy);
    }
  }

  /// Learns that it cannot be told why the task waits.
  public void whyFailed(String taskId, String reason) {
    if (isShown(taskId) && instant.get() == null) {
      whyMessage.set(reason);
    }
  }

  /// Asks once more why the task waits.
  public void refreshWhy() {
    if (!shownId.get().isEmpty()) {
      commands.askWhy();
    }
  }

  private boolean isShown(String taskId) {
    return shownId.get().equals(taskId);
  }
}
