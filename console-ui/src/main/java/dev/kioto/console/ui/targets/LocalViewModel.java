package dev.kioto.console.ui.targets;

import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.Target;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// What runs on the server's machine and is no target yet: programs that serve consoles, and JVMs that serve none. It asks only while it
/// is looked at. UI thread only.
public final class LocalViewModel {
  /// A JVM that cannot be attached to as it is.
  ///
  /// @param hint what would help, as a sentence
  public record PlainJvm(String name, long pid, String hint) {}

  private final ConsoleCommands commands;
  private final BooleanProperty open = new SimpleBooleanProperty(true);
  private final ReadOnlyObjectWrapper<List<LocalProgram>> programs = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<PlainJvm>> plain = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private List<LocalProgram> found = List.of();
  private List<String> attached = List.of();
  private boolean looked;

  /// A list of nothing.
  public LocalViewModel(ConsoleCommands commands) {
    this.commands = commands;
    open.subscribe((_, _) -> ask());
  }

  /// Whether the list is folded out.
  public BooleanProperty open() {
    return open;
  }

  /// Programs that serve a console and are no targets.
  public ReadOnlyObjectProperty<List<LocalProgram>> programs() {
    return programs.getReadOnlyProperty();
  }

  /// JVMs that serve none, or only connect to a collector themselves.
  public ReadOnlyObjectProperty<List<PlainJvm>> plain() {
    return plain.getReadOnlyProperty();
  }

  /// Why it is not known what runs there, as a sentence; empty when it is.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Whether the lists are an answer, and not what stands there before the first.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Learns which targets there are: what is attached is not offered.
  public void know(List<? extends Target> targets) {
    attached = targets.stream().map(Target::address).toList();
    offer();
  }

  /// Takes what runs there.
  public void show(ProcessList list) {
    var attachable = new ArrayList<LocalProgram>();
    var others = new ArrayList<PlainJvm>();
    for (var process : list.processes()) {
      process.consoles().stream().filter(console -> console.targetId() == null)
          .forEach(console -> add(process, console, attachable, others));
      if (process.consoles().isEmpty()) {
        others.add(new PlainJvm(process.name(), process.pid(), process.hint() == null ? "" : process.hint()));
      }
    }
    list.others().stream().filter(other -> other.targetId() == null)
        .forEach(other -> attachable.add(new LocalProgram(other.address(), other.address(), other.hint(), false)));
    found = List.copyOf(attachable);
    problem.set("");
    answered.set(true);
    offer();
    if (!plain.get().equals(others)) {
      plain.set(List.copyOf(others));
    }
  }

  private static void add(LocalProcess process, LocalConsole console, List<LocalProgram> attachable,
      List<PlainJvm> others) {
    var name = console.name().isEmpty() ? process.name() : console.name();
    var address = console.address();
    if (address != null) {
      attachable.add(new LocalProgram(address, name, "pid " + process.pid(), console.needsToken()));
    } else {
      others.add(new PlainJvm(name, process.pid(), "It connects to a collector at " + console.dials()
          + " itself, and lets nobody in. Start the server with --listen-targets to be that collector."));
    }
  }

  private void offer() {
    var now = found.stream().filter(program -> !attached.contains(program.address())).toList();
    if (!programs.get().equals(now)) {
      programs.set(now);
    }
  }

  /// Learns that the server could not be asked; what was last known stays.
  public void failed(String message) {
    problem.set(message);
  }

  private void ask() {
    commands.processes(looked && open.get());
  }
}
