package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.api.Target;
import dev.kioto.console.ui.link.ConsoleCommands;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// How much a target records, and changing it. UI thread only.
public final class LevelViewModel {
  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<@Nullable Recorder> recorder = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String targetId = "";

  /// Without a target.
  public LevelViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// What the target records and what that costs it; null when it does not tell.
  public ReadOnlyObjectProperty<@Nullable Recorder> recorder() {
    return recorder.getReadOnlyProperty();
  }

  /// Whether the collector has the right to change it.
  public ReadOnlyBooleanProperty allowed() {
    return allowed.getReadOnlyProperty();
  }

  /// Whether an answer is awaited.
  public ReadOnlyBooleanProperty asking() {
    return asking.getReadOnlyProperty();
  }

  /// Why the level was not changed, as a sentence; empty when nothing is wrong.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Takes a target as it was told last; null for none.
  public void show(@Nullable Target target) {
    var id = target == null ? "" : target.id();
    if (!id.equals(targetId)) {
      targetId = id;
      asking.set(false);
      problem.set("");
    }
    allowed.set(target != null && target.can(Capability.CONTROL));
    recorder.set(target == null ? null : target.recorder());
  }

  /// Has the target record so much, for all its consoles.
  public void set(Level level) {
    var now = recorder.get();
    if (!targetId.isEmpty() && !asking.get() && (now == null || now.wantedLevel() != level || now.level() != level)) {
      problem.set("");
      asking.set(true);
      commands.setLevel(targetId, level);
    }
  }

  /// Learns how that went.
  ///
  /// @param message why it was refused, as a sentence; empty when it was done
  public void answered(String target, String message) {
    if (target.equals(targetId)) {
      asking.set(false);
      problem.set(message);
    }
  }
}
