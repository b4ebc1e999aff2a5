package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.ui.table.Order;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// What the task table shows and which part of the task list it asks the server for. UI thread only.
///
/// The table asks for a window of rows around what is visible ([#request()]); the server's answers come in through
/// [#show]. The chosen task is known by its id and stays chosen wherever it moves.
public final class TasksViewModel {
  /// What stands where the rows would be.
  public enum Content {
    /// The server has not told its targets yet.
    CONNECTING,
    /// The server does not let the window in; [#shutOutBecause()] says why.
    SHUT_OUT,
    /// No target is chosen.
    NO_TARGET,
    /// Nothing has arrived yet, or the program was not reached yet.
    WAITING,
    /// There are rows.
    ROWS,
    /// The target has no tasks.
    NO_TASKS,
    /// The filter lets none through.
    NO_MATCH
  }

  private static final int LEAST_ROWS = 60;
  private static final int MOST_ROWS = 400;
  private static final int INTERVAL_MILLIS = 250;
  // Pushes that are let through a pause after the request changed: the first may still answer the request before.
  private static final int LET_THROUGH = 2;

  private final TaskSlots slots = new TaskSlots();
  private final RecentPolls recent = new RecentPolls();
  private final ReadOnlyObjectWrapper<WindowRequest> request;
  private final Order<TaskColumn> order = new Order<>(TaskColumn.TOTAL, this::startOver);
  private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.CONNECTING);
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper matched = new ReadOnlyIntegerWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Instant> asOf = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Task> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyIntegerWrapper chosenIndex = new ReadOnlyIntegerWrapper(-1);
  private IntConsumer reveal = _ -> {};
  private final ReadOnlyStringWrapper filter = new ReadOnlyStringWrapper("");
  private int firstVisible;
  private int lastVisible = LEAST_ROWS / 3;
  // Where the chosen task was last seen, from which the arrow keys go on when it has left the loaded rows.
  private int anchor;
  // The place whose task is to be chosen as soon as it is loaded; -1 for none.
  private int awaited = -1;
  private int letThrough;
  private boolean reached;
  private String shutOutBecause = "";

  /// A table without a target.
  public TasksViewModel() {
    request = new ReadOnlyObjectWrapper<>(requestAt(0, LEAST_ROWS));
  }

  /// The rows.
  public TaskSlots slots() {
    return slots;
  }

  /// How often the loaded tasks were polled lately.
  public RecentPolls recent() {
    return recent;
  }

  /// Which rows are wanted, in which order.
  public ReadOnlyObjectProperty<WindowRequest> request() {
    return request.getReadOnlyProperty();
  }

  /// Which column gives the order.
  public Order<TaskColumn> order() {
    return order;
  }

  /// What stands where the rows would be.
  public ReadOnlyObjectProperty<Content> content() {
    return content.getReadOnlyProperty();
  }

  /// What the server has against the filter; null when nothing.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// How many tasks the target has.
  public ReadOnlyIntegerProperty total() {
    return total.getReadOnlyProperty();
  }

  /// How many of them the filter lets through.
  public ReadOnlyIntegerProperty matched() {
    return matched.getReadOnlyProperty();
  }

  /// The instant of the numbers, on the target's clock; null before the first have arrived.
  public ReadOnlyObjectProperty<@Nullable Instant> asOf() {
    return asOf.getReadOnlyProperty();
  }

  /// Whether the rows stand still.
  public ReadOnlyBooleanProperty paused() {
    return paused.getReadOnlyProperty();
  }

  /// The chosen task as it was last loaded; null when none is chosen.
  public ReadOnlyObjectProperty<@Nullable Task> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// The place of the chosen task; -1 when none is chosen or it is not among the loaded rows.
  public ReadOnlyIntegerProperty chosenIndex() {
    return chosenIndex.getReadOnlyProperty();
  }

  /// The filter that was asked for last.
  public String filter() {
    return filter.get();
  }

  /// The same, as it changes.
  public ReadOnlyStringProperty filterText() {
    return filter.getReadOnlyProperty();
  }

  /// Whom to tell that a place should be brought into view.
  public void onReveal(IntConsumer listener) {
    reveal = listener;
  }

  /// Shows another target, or none: nothing of the one before stays but order and filter.
  public void reset(boolean hasTarget) {
    slots.clear();
    recent.clear();
    total.set(0);
    matched.set(0);
    asOf.set(null);
    choose(null, -1);
    anchor = 0;
    firstVisible = 0;
    problem.set(null);
    paused.set(false);
    content.set(hasTarget ? Content.WAITING : Content.NO_TARGET);
    request.set(requestAt(0, request.get().limit()));
  }

  /// Learns that the server does not let the window in.
  ///
  /// @param reason as a sentence
  public void shutOut(String reason) {
    shutOutBecause = reason.endsWith(".") ? reason : reason + '.';
    content.set(Content.SHUT_OUT);
  }

  /// Why the server did not let the window in, as a sentence; empty when it never was so.
  public String shutOutBecause() {
    return shutOutBecause;
  }

  /// Takes rows from the server.
  public void show(Window window) {
    if (paused.get() && letThrough-- <= 0) {
      return;
    }
    recent.take(window);
    slots.show(window, firstVisible, lastVisible);
    total.set(window.total());
    matched.set(window.matched());
    asOf.set(window.asOf());
    content.set(contentOf(window));
    var awaitedTask = awaited < 0 ? null : slots.loaded(awaited);
    if (awaitedTask != null) {
      choose(awaitedTask, awaited);
    } else {
      follow(window);
    }
    if (firstVisible > 0 && firstVisible >= slots.size()) {
      visible(Math.max(0, slots.size() - (lastVisible - firstVisible) - 1), slots.size() - 1);
    }
  }

  private Content contentOf(Window window) {
    if (window.matched() > 0) {
      return Content.ROWS;
    }
    if (window.total() > 0 && !filter().isEmpty()) {
      return Content.NO_MATCH;
    }
    return reached ? Content.NO_TASKS : Content.WAITING;
  }

  /// Learns whether the server is connected to the target: an empty list of one that it is not says nothing.
  public void setReached(boolean connected) {
    reached = connected;
    if (content.get() == Content.WAITING && connected && asOf.get() != null) {
      content.set(Content.NO_TASKS);
    }
  }

  /// Takes the server's refusal of the request that was made last.
  public void refuse(Problem newProblem) {
    problem.set(newProblem);
  }

  /// Asks for the tasks that a filter lets through.
  public void filter(String text) {
    var trimmed = text.strip();
    if (trimmed.equals(filter())) {
      return;
    }
    filter.set(trimmed);
    startOver();
  }

  /// Asks for those of the tasks whose field is exactly a value.
  ///
  /// @param field as the filter language names it
  public void narrow(String field, String value) {
    filter(FilterTerm.both(filter(), FilterTerm.exactly(field, value)));
  }

  /// Asks for the tasks whose field is exactly a value, whatever was asked for before.
  public void narrowAnew(String field, String value) {
    filter(FilterTerm.exactly(field, value));
  }

  private void startOver() {
    problem.set(null);
    awaited = -1;
    reveal.accept(0);
    ask(requestAt(0, request.get().limit()));
  }

  /// Learns which places are on the screen, and moves the window when they come near its edge.
  public void visible(int first, int last) {
    firstVisible = first;
    lastVisible = Math.max(first, last);
    int shown = lastVisible - firstVisible + 1;
    int limit = Math.clamp(3L * shown, LEAST_ROWS, MOST_ROWS);
    var now = request.get();
    int margin = shown / 2;
    boolean above = firstVisible - margin < now.offset() && now.offset() > 0;
    boolean below = lastVisible + margin >= now.offset() + now.limit() && now.offset() + now.limit() < slots.size();
    if (above || below || shown > now.limit()) {
      int lowest = Math.max(0, slots.size() - limit);
      ask(requestAt(Math.clamp(firstVisible - (limit - shown) / 2, 0, lowest), limit));
    }
  }

  /// The tasks on the screen, as far as they are loaded.
  public List<Task> onScreen() {
    return IntStream.rangeClosed(firstVisible, lastVisible).mapToObj(slots::loaded).filter(Objects::nonNull)
        .map(Objects::requireNonNull).toList();
  }

  /// Lets the rows stand still, or move again.
  public void pause(boolean on) {
    paused.set(on);
    letThrough = 0;
  }

  /// Chooses the task at a place.
  public void chooseAt(int index) {
    if (slots.isEmpty()) {
      return;
    }
    int place = Math.clamp(index, 0, slots.size() - 1);
    var task = slots.loaded(place);
    if (task == null) {
      awaited = place;
      anchor = place;
    } else {
      choose(task, place);
    }
    reveal.accept(place);
  }

  /// Chooses the task that many places further down, or up when negative; the first that is visible when none is
  /// chosen.
  public void move(int places) {
    int from = chosenIndex.get() >= 0 ? chosenIndex.get() : anchor;
    boolean none = chosen.get() == null && awaited < 0;
    chooseAt(none ? firstVisible : Math.clamp((long) (awaited >= 0 ? awaited : from) + places, 0,
        Math.max(0, slots.size() - 1)));
  }

  /// Chooses the first task.
  public void first() {
    chooseAt(0);
  }

  /// Chooses the last task.
  public void last() {
    chooseAt(slots.size() - 1);
  }

  /// How many rows a page has.
  public int page() {
    return Math.max(1, lastVisible - firstVisible);
  }

  /// Chooses nothing.
  public void chooseNone() {
    choose(null, -1);
  }

  private void choose(@Nullable Task task, int index) {
    awaited = -1;
    anchor = index < 0 ? anchor : index;
    chosenIndex.set(index);
    chosen.set(task);
  }

  private void follow(Window window) {
    var task = chosen.get();
    if (task == null) {
      return;
    }
    var rows = window.rows();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(task.id())) {
        anchor = window.offset() + i;
        chosenIndex.set(anchor);
        chosen.set(rows.get(i));
        return;
      }
    }
    chosenIndex.set(-1);
  }

  private void ask(WindowRequest newRequest) {
    letThrough = LET_THROUGH;
    request.set(newRequest);
  }

  private WindowRequest requestAt(int offset, int limit) {
    return new WindowRequest(filter(), order.key(), offset, limit, INTERVAL_MILLIS);
  }
}
