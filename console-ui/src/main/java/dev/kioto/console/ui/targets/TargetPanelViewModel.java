package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Target;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.TargetFacts;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The target of which somebody wants to know more: what it can do, records, loses. It asks only while it is open. UI thread only.
public final class TargetPanelViewModel {
  private final ConsoleCommands commands;
  private final LevelViewModel level;
  private final SettingsViewModel settings;
  private final ReadOnlyObjectWrapper<@Nullable Target> target = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable TargetFacts> facts = new ReadOnlyObjectWrapper<>();

  /// A panel that is closed.
  public TargetPanelViewModel(ConsoleCommands commands) {
    this.commands = commands;
    level = new LevelViewModel(commands);
    settings = new SettingsViewModel(commands);
  }

  /// The target as it was told last; null while the panel is closed.
  public ReadOnlyObjectProperty<@Nullable Target> target() {
    return target.getReadOnlyProperty();
  }

  /// Its runs and runtimes; null before the first answer.
  public ReadOnlyObjectProperty<@Nullable TargetFacts> facts() {
    return facts.getReadOnlyProperty();
  }

  /// How much it records.
  public LevelViewModel level() {
    return level;
  }

  /// The setting of one of its runtimes that is being changed.
  public SettingsViewModel settings() {
    return settings;
  }

  /// Whether the panel is open.
  public boolean isOpen() {
    return target.get() != null;
  }

  /// Opens the panel on a target; closes it when it is open on that one.
  public void toggle(Target newTarget) {
    var now = target.get();
    if (now != null && now.id().equals(newTarget.id())) {
      close();
      return;
    }
    facts.set(null);
    level.show(newTarget);
    settings.show(newTarget);
    target.set(newTarget);
    commands.facts(newTarget.id());
  }

  /// Closes the panel.
  public void close() {
    if (isOpen()) {
      commands.facts(null);
      target.set(null);
      facts.set(null);
      level.show(null);
      settings.show(null);
    }
  }

  /// Learns which targets there are: the panel of one that is gone closes.
  public void know(List<? extends Target> targets) {
    var now = target.get();
    if (now == null) {
      return;
    }
    var found = targets.stream().filter(one -> one.id().equals(now.id())).findFirst();
    if (found.isEmpty()) {
      close();
    } else {
      level.show(found.get());
      settings.show(found.get());
      target.set(found.get());
    }
  }

  /// Takes what was asked of a target.
  public void show(String targetId, TargetFacts newFacts) {
    var now = target.get();
    if (now != null && now.id().equals(targetId)) {
      facts.set(newFacts);
    }
  }
}
