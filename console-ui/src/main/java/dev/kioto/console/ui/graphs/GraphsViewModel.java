package dev.kioto.console.ui.graphs;

import dev.kioto.console.ui.graph.GraphKind;
import dev.kioto.console.ui.graph.PlacedGraph;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.GraphRequest;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// Which graph is drawn, and the graph. It asks only while it is looked at. UI thread only.
public final class GraphsViewModel {
  private final ConsoleCommands commands;
  private final ObjectProperty<GraphKind> kind = new SimpleObjectProperty<>(GraphKind.WAITS);
  private final BooleanProperty aboutTask = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable String> task = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<PlacedGraph> graph = new ReadOnlyObjectWrapper<>(PlacedGraph.EMPTY);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper hasTarget = new ReadOnlyBooleanWrapper();
  private boolean looked;

  /// A view without a target.
  public GraphsViewModel(ConsoleCommands commands) {
    this.commands = commands;
    kind.subscribe((_, _) -> renew());
    aboutTask.subscribe((_, _) -> renew());
  }

  /// What the arrows mean.
  public ObjectProperty<GraphKind> kind() {
    return kind;
  }

  /// Whether the graph is about the task of the detail pane alone. No matter while there is none, and for
  /// [GraphKind#WAITS].
  public BooleanProperty aboutTask() {
    return aboutTask;
  }

  /// The task of the detail pane; null for none.
  public ReadOnlyObjectProperty<@Nullable String> task() {
    return task.getReadOnlyProperty();
  }

  /// The graph as it was told last.
  public ReadOnlyObjectProperty<PlacedGraph> graph() {
    return graph.getReadOnlyProperty();
  }

  /// What the server has against the request, as a sentence; empty when nothing.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Whether the graph is an answer, and not what stands there before the first.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }

  /// Learns which task the detail pane shows; null for none.
  public void setTask(@Nullable String id) {
    var before = request();
    task.set(id);
    if (!before.equals(request())) {
      renew();
    }
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Shows another target, or none.
  public void reset(boolean target) {
    hasTarget.set(target);
    clear();
  }

  /// Whether there is a target to ask.
  public ReadOnlyBooleanProperty hasTarget() {
    return hasTarget.getReadOnlyProperty();
  }

  /// Takes the server's answer; one to an older question is let go.
  public void show(GraphRequest request, PlacedGraph placed) {
    if (request.equals(request())) {
      problem.set("");
      graph.set(placed);
      answered.set(true);
    }
  }

  /// Takes the server's refusal.
  public void refused(GraphRequest request, String message) {
    if (request.equals(request())) {
      problem.set(message);
    }
  }

  private GraphRequest request() {
    boolean one = aboutTask.get() && kind.get() != GraphKind.WAITS;
    return new GraphRequest(kind.get(), one ? task.get() : null);
  }

  private void renew() {
    clear();
    ask();
  }

  private void clear() {
    graph.set(PlacedGraph.EMPTY);
    problem.set("");
    answered.set(false);
  }

  private void ask() {
    commands.graph(looked ? request() : null);
  }
}
