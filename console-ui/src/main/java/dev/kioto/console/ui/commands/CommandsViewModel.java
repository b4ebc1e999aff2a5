package dev.kioto.console.ui.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The command palette: what was typed, the commands that answer it, the best first, and which of them is chosen. UI thread only.
public final class CommandsViewModel {
  /// A command that answers what was typed.
  ///
  /// @param match where its words do; without a place when nothing was typed
  public record Found(Command command, FuzzyMatch match) {}

  private final Function<String, List<Command>> source;
  private final StringProperty query = new SimpleStringProperty("");
  private final ObservableList<Found> found = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private List<Command> commands = List.of();

  /// A palette that is closed.
  ///
  /// @param source the commands that there are while this is typed; asked at each change of the query
  public CommandsViewModel(Function<String, List<Command>> source) {
    this.source = source;
    query.subscribe(() -> {
      if (open.get()) {
        search();
      }
    });
  }

  /// What is typed.
  public StringProperty query() {
    return query;
  }

  /// What answers it, the best first; all that there is, in its own order, before anything is typed.
  public ObservableList<Found> found() {
    return found;
  }

  /// The place of the chosen one; -1 when nothing answers.
  public ReadOnlyIntegerProperty chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Whether the palette is open.
  public ReadOnlyBooleanProperty open() {
    return open.getReadOnlyProperty();
  }

  /// Opens the palette with nothing typed.
  public void show() {
    query.set("");
    search();
    open.set(true);
  }

  /// Closes it.
  public void close() {
    open.set(false);
    found.clear();
    chosen.set(-1);
  }

  /// Chooses another one, so many places further down; from the last one to the first, and back.
  public void move(int places) {
    if (!found.isEmpty()) {
      chosen.set(Math.floorMod(chosen.get() + places, found.size()));
    }
  }

  /// Chooses the one at a place.
  public void choose(int place) {
    if (place >= 0 && place < found.size()) {
      chosen.set(place);
    }
  }

  /// Closes the palette and does what is chosen; nothing when nothing answers.
  public void run() {
    int place = chosen.get();
    if (place >= 0 && place < found.size()) {
      var command = found.get(place).command();
      close();
      command.action().run();
    }
  }

  private void search() {
    commands = source.apply(query.get());
    var answers = new ArrayList<Found>();
    for (var command : commands) {
      FuzzyMatch.of(query.get(), command.words()).ifPresent(match -> answers.add(new Found(command, match)));
    }
    // The sort is stable: what answers equally well stays in the order of the source.
    answers.sort(Comparator.comparingInt((Found each) -> each.match().score()).reversed());
    found.setAll(answers);
    chosen.set(answers.isEmpty() ? -1 : 0);
  }
}
