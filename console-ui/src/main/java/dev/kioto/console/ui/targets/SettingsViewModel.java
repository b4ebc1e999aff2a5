package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.ui.link.ConsoleCommands;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// The setting of a target's runtime that is being changed: one at a time. UI thread only.
public final class SettingsViewModel {
  /// A setting, by its runtime's id and its name.
  public record Place(String runtimeId, String name) {}

  private final ConsoleCommands commands;
  private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Place> edited = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String targetId = "";

  /// Without a target.
  public SettingsViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// Whether the collector has the right to act in the program.
  public ReadOnlyBooleanProperty allowed() {
    return allowed.getReadOnlyProperty();
  }

  /// The setting for which a value is being typed; null for none.
  public ReadOnlyObjectProperty<@Nullable Place> edited() {
    return edited.getReadOnlyProperty();
  }

  /// Whether an answer is awaited.
  public ReadOnlyBooleanProperty asking() {
    return asking.getReadOnlyProperty();
  }

  /// Why the value was not taken, as a sentence; empty when nothing is wrong.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Takes a target as it was told last; null for none.
  public void show(@Nullable Target target) {
    var id = target == null ? "" : target.id();
    if (!id.equals(targetId)) {
      targetId = id;
      leave();
    }
    allowed.set(target != null && target.can(Capability.CONTROL));
  }

  /// Begins to change a setting. Nothing happens while an answer is awaited.
  public void edit(Place place) {
    if (!asking.get()) {
      problem.set("");
      edited.set(place);
    }
  }

  /// Has the runtime take a value for the setting that is being changed.
  public void apply(String value) {
    var place = edited.get();
    if (place != null && !asking.get()) {
      problem.set("");
      asking.set(true);
      commands.changeSetting(targetId, new SettingRequest(place.runtimeId(), place.name(), value.strip()));
    }
  }

  /// Leaves the setting as it is.
  public void leave() {
    asking.set(false);
    problem.set("");
    edited.set(null);
  }

  /// Learns how it went.
  ///
  /// @param message why the value was not taken, as a sentence; empty when it was
  public void answered(String target, SettingRequest change, String message) {
    var place = edited.get();
    if (!target.equals(targetId) || place == null || !asking.get()
        || !place.equals(new Place(change.runtimeId(), change.name()))) {
      return;
    }
    asking.set(false);
    problem.set(message);
    if (message.isEmpty()) {
      edited.set(null);
    }
  }
}
