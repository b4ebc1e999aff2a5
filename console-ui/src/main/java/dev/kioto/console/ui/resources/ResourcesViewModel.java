package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.ResourceRequest;
import dev.kioto.console.ui.table.Listing;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
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
  private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.LIVE);
  private final Listing<Resource, ResourceColumn> list = new Listing<>(Resource::id, ResourceColumn.WAITERS, this::ask);
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper matched = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper hasTarget = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper filter = new ReadOnlyStringWrapper("");
  // What is to be chosen as soon as it is known.
  private @Nullable String awaited;

  /// A table without a target.
  public ResourcesViewModel(ConsoleCommands commands) {
    this.commands = commands;
    part.subscribe((_, _) -> ask());
  }

  /// Which resources are listed.
  public ObjectProperty<Part> part() {
    return part;
  }

  /// The resources: the first 500 of those that were asked for. The chosen one stays when it has left the rows.
  public Listing<Resource, ResourceColumn> list() {
    return list;
  }

  /// How many resources the target has.
  public ReadOnlyIntegerProperty total() {
    return total.getReadOnlyProperty();
  }

  /// How many of them were asked for.
  public ReadOnlyIntegerProperty matched() {
    return matched.getReadOnlyProperty();
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
    if (list.chooseKey(awaited)) {
      awaited = null;
    }
  }

  /// Shows another target, or none.
  public void reset(boolean target) {
    hasTarget.set(target);
    total.set(0);
    matched.set(0);
    list.reset();
  }

  /// Whether there is a target to ask.
  public ReadOnlyBooleanProperty hasTarget() {
    return hasTarget.getReadOnlyProperty();
  }

  /// Takes the server's answer; one to an older question is let go.
  public void show(ResourceRequest request, ResourcePage page) {
    if (request.equals(request())) {
      total.set(page.total());
      matched.set(page.matched());
      list.show(page.resources());
      chooseAwaited();
    }
  }

  /// Takes the server's refusal.
  public void refused(ResourceRequest request, String message) {
    if (request.equals(request())) {
      list.refused(message);
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

  private ResourceRequest request() {
    return new ResourceRequest(filter(), part.get().state, list.order().key());
  }

  private void ask() {
    commands.resources(list.isLookedAt() ? request() : null);
  }
}
