package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.ResourceRequest;
import dev.kioto.console.ui.table.Order;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The resources of the chosen target, in an order that the server makes, and the chosen one. It asks only while it is looked at.
/// UI thread only.
public final class ResourcesViewModel {
  /// Which resources are listed.
  public enum Part {
    /// Those that are there.
    LIVE("All", "live"),
    /// Those that a task holds.
    HELD("Held", "held"),
    /// Those that somebody waits for.
    WAITED("Waited for", "waited");

    private final String title;
    private final String state;

    Part(String title, String state) {
      this.title = title;
      this.state = state;
    }

    /// For people.
    public String title() {
      return title;
    }
  }

  private final ConsoleCommands commands;
  private final ObservableList<Resource> rows = FXCollections.observableArrayList();
  private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.LIVE);
  private final Order<ResourceColumn> order = new Order<>(ResourceColumn.WAITERS, this::ask);
  private final ReadOnlyObjectWrapper<@Nullable Resource> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper matched = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper filter = new ReadOnlyStringWrapper("");
  // What is to be chosen as soon as it is known.
  private @Nullable String awaited;
  private boolean looked;

  /// A table without a target.
  public ResourcesViewModel(ConsoleCommands commands) {
    this.commands = commands;
    part.subscribe((_, _) -> ask());
  }

  /// The rows: the first 500 of those that were asked for.
  public ObservableList<Resource> rows() {
    return rows;
  }

  /// Which resources are listed.
  public ObjectProperty<Part> part() {
    return part;
  }

  /// Which column gives the order.
  public Order<ResourceColumn> order() {
    return order;
  }

  /// The chosen resource as it was told last; null for none.
  public ReadOnlyObjectProperty<@Nullable Resource> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// What the server has against the request, as a sentence; empty when nothing.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// How many resources the target has.
  public ReadOnlyIntegerProperty total() {
    return total.getReadOnlyProperty();
  }

  /// How many of them were asked for.
  public ReadOnlyIntegerProperty matched() {
    return matched.getReadOnlyProperty();
  }

  /// Whether the rows are an answer, and not what stands there before the first.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }

  /// The filter that was asked for last.
  public String filter() {
    return filter.get();
  }

  /// The same, as it changes.
  public ReadOnlyStringProperty filterText() {
    return filter.getReadOnlyProperty();
  }

  /// Lists a resource alone, and chooses it.
  public void open(String resourceId) {
    awaited = resourceId;
    part.set(Part.LIVE);
    filter("id:" + resourceId);
    chooseAwaited();
  }

  private void chooseAwaited() {
    rows.stream().filter(resource -> resource.id().equals(awaited)).findFirst().ifPresent(found -> {
      awaited = null;
      chosen.set(found);
    });
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Shows another target, or none.
  public void reset() {
    rows.clear();
    chosen.set(null);
    problem.set("");
    total.set(0);
    matched.set(0);
    answered.set(false);
  }

  /// Takes the server's answer; one to an older question is let go.
  public void show(ResourceRequest request, ResourcePage page) {
    if (!request.equals(request())) {
      return;
    }
    problem.set("");
    answered.set(true);
    total.set(page.total());
    matched.set(page.matched());
    rows.setAll(page.resources());
    chooseAwaited();
    var now = chosen.get();
    if (now != null) {
      rows.stream().filter(resource -> resource.id().equals(now.id())).findFirst().ifPresent(chosen::set);
    }
  }

  /// Takes the server's refusal.
  public void refused(ResourceRequest request, String message) {
    if (request.equals(request())) {
      problem.set(message);
    }
  }

  /// Lists what a filter lets through.
  public void filter(String text) {
    var trimmed = text.strip();
    if (!trimmed.equals(filter())) {
      filter.set(trimmed);
      ask();
    }
  }

  /// Chooses a resource; null chooses none.
  public void choose(@Nullable Resource resource) {
    chosen.set(resource);
  }

  /// Chooses the resource that many rows further down, or up when negative; the first when none is chosen.
  public void move(int places) {
    if (!rows.isEmpty()) {
      int from = place();
      choose(rows.get(from < 0 ? 0 : Math.clamp((long) from + places, 0, rows.size() - 1)));
    }
  }

  /// The row of the chosen resource; -1 when it has none.
  public int place() {
    var now = chosen.get();
    for (int i = 0; now != null && i < rows.size(); i++) {
      if (rows.get(i).id().equals(now.id())) {
        return i;
      }
    }
    return -1;
  }

  private ResourceRequest request() {
    return new ResourceRequest(filter(), part.get().state, order.key());
  }

  private void ask() {
    commands.resources(looked ? request() : null);
  }
}
