package dev.kioto.console.ui.task;

import dev.kioto.console.ui.link.ConsoleCommands;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The cancelling of the shown task: asked for, confirmed, answered. UI thread only.
public final class CancelViewModel {
  /// How far it is.
  public enum Phase {
    /// Nobody wants it.
    NONE,
    /// It is to be confirmed.
    CONFIRM,
    /// The answer is awaited.
    ASKING,
    /// The task was told to end.
    DONE,
    /// It was refused; [#message()] says why.
    REFUSED
  }

  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.NONE);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
  private String taskId = "";
  private boolean past;

  CancelViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// How far it is.
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /// Why it was refused, as a sentence.
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /// Whether the collector has the right to act in the program.
  public ReadOnlyBooleanProperty allowed() {
    return allowed.getReadOnlyProperty();
  }

  void allow(boolean now) {
    allowed.set(now);
  }

  /// Learns whether an instant of the past is shown: a task is cancelled in the present alone.
  void setPast(boolean now) {
    past = now;
    if (past && phase.get() == Phase.CONFIRM) {
      dismiss();
    }
  }

  /// Turns to another task; empty for none.
  void begin(String newTaskId) {
    taskId = newTaskId;
    dismiss();
  }

  /// Wants the task to be cancelled: that is to be confirmed.
  public void want() {
    if (!taskId.isEmpty() && !past && phase.get() != Phase.ASKING) {
      phase.set(Phase.CONFIRM);
    }
  }

  /// Confirms it.
  public void confirm() {
    if (phase.get() == Phase.CONFIRM) {
      phase.set(Phase.ASKING);
      commands.cancel(taskId);
    }
  }

  /// Wants it no more, or has read the answer.
  public void dismiss() {
    message.set("");
    phase.set(Phase.NONE);
  }

  /// Learns how it went.
  ///
  /// @param problem why it was refused, as a sentence; empty when the task was told to end
  public void answered(String id, String problem) {
    if (id.equals(taskId) && phase.get() == Phase.ASKING) {
      message.set(problem);
      phase.set(problem.isEmpty() ? Phase.DONE : Phase.REFUSED);
    }
  }
}
