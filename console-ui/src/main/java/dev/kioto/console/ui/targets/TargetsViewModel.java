package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The list of targets and the chosen one. UI thread only.
public final class TargetsViewModel {
  private final ConsoleCommands commands;
  private final ObservableList<Target> targets = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Target> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper attaching = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper attachError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper attachAddress = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper listed = new ReadOnlyBooleanWrapper();
  // What was just attached: the next list may be one that was asked for before.
  private @Nullable String awaited;

  /// An empty list.
  public TargetsViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// Every target, in the order in which they were added.
  public ObservableList<Target> targets() {
    return targets;
  }

  /// The target that the window shows, as it was told last; null for none.
  public ReadOnlyObjectProperty<@Nullable Target> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Whether the server has told its targets at least once.
  public ReadOnlyBooleanProperty listed() {
    return listed.getReadOnlyProperty();
  }

  /// Whether an attach is under way.
  public ReadOnlyBooleanProperty attaching() {
    return attaching.getReadOnlyProperty();
  }

  /// Why the last attach failed, as a sentence; empty when it did not.
  public ReadOnlyStringProperty attachError() {
    return attachError.getReadOnlyProperty();
  }

  /// The address of the last attach, until it succeeded.
  public ReadOnlyStringProperty attachAddress() {
    return attachAddress.getReadOnlyProperty();
  }

  /// Takes the server's list. When nothing is chosen, the first connected target is.
  public void show(List<Target> newTargets) {
    listed.set(true);
    var wanted = id(chosen.get());
    var found = newTargets.stream().filter(target -> target.id().equals(wanted)).findFirst().orElse(null);
    boolean early = found == null && wanted != null && wanted.equals(awaited);
    awaited = null;
    if (early) {
      return;
    }
    if (!targets.equals(newTargets)) {
      targets.setAll(newTargets);
    }
    if (found == null) {
      found = newTargets.stream().filter(target -> target.state() == TargetState.CONNECTED).findFirst()
          .orElse(newTargets.isEmpty() ? null : newTargets.getFirst());
    }
    chosen.set(found);
  }

  /// Shows another target.
  public void choose(Target target) {
    if (!Objects.equals(id(chosen.get()), target.id())) {
      chosen.set(target);
    }
  }

  /// Attaches to the program at `host:port`. Without an address, says what one looks like.
  public void attach(String address) {
    var trimmed = address.strip();
    if (attaching.get()) {
      return;
    }
    if (trimmed.isEmpty()) {
      attachError.set("Type the address of a program's instrumentation, like 127.0.0.1:6669");
      return;
    }
    attachError.set("");
    attachAddress.set(trimmed);
    attaching.set(true);
    commands.attach(trimmed);
  }

  /// Learns that the attach succeeded; the new target is shown.
  public void attached(Target target) {
    attaching.set(false);
    attachAddress.set("");
    attachError.set("");
    awaited = target.id();
    if (targets.stream().noneMatch(known -> known.id().equals(target.id()))) {
      targets.add(target);
    }
    chosen.set(target);
  }

  /// Learns that the attach failed.
  public void notAttached(String message) {
    attaching.set(false);
    attachError.set(message);
  }

  /// Forgets what the last attach said.
  public void dismissError() {
    attachError.set("");
  }

  /// Forgets a target; the program is not disturbed.
  public void detach(Target target) {
    commands.detach(target.id());
    targets.removeIf(known -> known.id().equals(target.id()));
    if (Objects.equals(id(chosen.get()), target.id())) {
      chosen.set(targets.isEmpty() ? null : targets.getFirst());
    }
  }

  private static @Nullable String id(@Nullable Target target) {
    return target == null ? null : target.id();
  }
}
