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
  private final ReadOnlyBooleanWrapper tokenWanted = new ReadOnlyBooleanWrapper();
  private final LocalViewModel local;
  private final TargetPanelViewModel panel;
  private final ReadOnlyBooleanWrapper listed = new ReadOnlyBooleanWrapper();
  // What was just attached: the next list may be one that was asked for before.
  private @Nullable String awaited;

  /// An empty list.
  public TargetsViewModel(ConsoleCommands commands) {
    this.commands = commands;
    local = new LocalViewModel(commands);
    panel = new TargetPanelViewModel(commands);
  }

  /// What runs on the server's machine and is no target yet.
  public LocalViewModel local() {
    return local;
  }

  /// More about one of the targets.
  public TargetPanelViewModel panel() {
    return panel;
  }

  /// Whether the program at the address wants to be shown a token.
  public ReadOnlyBooleanProperty tokenWanted() {
    return tokenWanted.getReadOnlyProperty();
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
    tell();
  }

  private void tell() {
    local.know(targets);
    panel.know(targets);
  }

  /// Shows another target.
  public void choose(Target target) {
    if (!Objects.equals(id(chosen.get()), target.id())) {
      chosen.set(target);
    }
  }

  /// Attaches to the program at `host:port`. Without an address, says what one looks like.
  public void attach(String address) {
    attach(address, "");
  }

  /// Attaches to a program of this machine, or asks for the token that it wants to be shown.
  public void attach(LocalProgram program) {
    if (program.needsToken() && !attaching.get()) {
      attachAddress.set(program.address());
      attachError.set("");
      tokenWanted.set(true);
    } else {
      attach(program.address());
    }
  }

  /// Attaches to the program at `host:port`, and shows it a token.
  ///
  /// @param token empty for none
  public void attach(String address, String token) {
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
    if (token.isBlank()) {
      commands.attach(trimmed);
    } else {
      commands.attach(trimmed, token.strip());
    }
  }

  /// Learns that the attach succeeded; the new target is shown.
  public void attached(Target target) {
    attaching.set(false);
    attachAddress.set("");
    attachError.set("");
    tokenWanted.set(false);
    awaited = target.id();
    if (targets.stream().noneMatch(known -> known.id().equals(target.id()))) {
      targets.add(target);
    }
    chosen.set(target);
    tell();
  }

  /// Learns that the attach failed.
  ///
  /// @param mayNeedToken whether a token may help
  public void notAttached(String address, String message, boolean mayNeedToken) {
    attaching.set(false);
    tokenWanted.set(mayNeedToken && address.equals(attachAddress.get()));
    attachError.set(message);
  }

  /// Forgets what the last attach said.
  public void dismissError() {
    attachError.set("");
  }

  /// Learns what has been typed as an address: what was said of another one is forgotten.
  public void typed(String address) {
    dismissError();
    if (!address.strip().equals(attachAddress.get())) {
      tokenWanted.set(false);
    }
  }

  /// Forgets a target; the program is not disturbed.
  public void detach(Target target) {
    commands.detach(target.id());
    targets.removeIf(known -> known.id().equals(target.id()));
    if (Objects.equals(id(chosen.get()), target.id())) {
      chosen.set(targets.isEmpty() ? null : targets.getFirst());
    }
    tell();
  }

  private static @Nullable String id(@Nullable Target target) {
    return target == null ? null : target.id();
  }
}
