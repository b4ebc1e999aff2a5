package dev.kioto.console.ui.table;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What a table shows whose rows the server tells all at once: the rows, their order, and the chosen one, which is known by its key and
/// stays chosen wherever it moves. UI thread only.
///
/// @param <T> a row
/// @param <C> the columns
public final class Listing<T, C extends Column<?>> {
  private final Function<T, String> key;
  private final Runnable ask;
  private final ObservableList<Slot<T>> slots = FXCollections.observableArrayList();
  private final Order<C> order;
  private final ReadOnlyObjectWrapper<@Nullable T> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyIntegerWrapper place = new ReadOnlyIntegerWrapper(-1);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private List<T> rows = List.of();
  private boolean looked;

  /// No rows yet.
  ///
  /// @param key what a row is known by
  /// @param first the column that gives the order at first
  /// @param ask called when the order, or whether anybody looks, has changed
  public Listing(Function<T, String> key, C first, Runnable ask) {
    this.key = key;
    this.ask = ask;
    order = new Order<>(first, ask);
  }

  /// The places of the table: as many as there are rows. One stays while there is a row for it.
  public ObservableList<Slot<T>> slots() {
    return slots;
  }

  /// The rows as they were told last.
  public List<T> rows() {
    return rows;
  }

  /// Which column gives the order.
  public Order<C> order() {
    return order;
  }

  /// The chosen row as it was told last; null for none. It stays when it has left the rows.
  public ReadOnlyObjectProperty<@Nullable T> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// The place of the chosen row; -1 when it has none.
  public ReadOnlyIntegerProperty place() {
    return place.getReadOnlyProperty();
  }

  /// What the server has against the request, as a sentence; empty when nothing.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Whether the rows are an answer, and not what stands there before the first.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask.run();
  }

  /// Whether anybody looks.
  public boolean isLookedAt() {
    return looked;
  }

  /// Forgets all rows, as for another target.
  public void reset() {
    put(List.of());
    choose(null);
    problem.set("");
    answered.set(false);
  }

  /// Takes the server's answer.
  public void show(List<T> newRows) {
    problem.set("");
    put(newRows);
    var now = chosen.get();
    if (now != null) {
      int at = placeOf(key.apply(now));
      place.set(at);
      chosen.set(at < 0 ? now : newRows.get(at));
    }
    answered.set(true);
  }

  private void put(List<T> newRows) {
    rows = newRows;
    int size = newRows.size();
    if (slots.size() > size) {
      slots.remove(size, slots.size());
    }
    for (int i = 0; i < size; i++) {
      if (i == slots.size()) {
        slots.add(new Slot<>(i));
      }
      slots.get(i).put(newRows.get(i));
    }
  }

  /// Takes the server's refusal; what was known stays.
  public void refused(String message) {
    problem.set(message);
  }

  /// Chooses a row; null chooses none.
  public void choose(@Nullable T row) {
    place.set(row == null ? -1 : placeOf(key.apply(row)));
    chosen.set(row);
  }

  /// Chooses the row of that key.
  ///
  /// @return false when there is none
  public boolean chooseKey(@Nullable String wanted) {
    int at = wanted == null ? -1 : placeOf(wanted);
    if (at >= 0) {
      choose(rows.get(at));
    }
    return at >= 0;
  }

  /// Whether two rows are there, and the same, whatever is told of them.
  boolean isSame(@Nullable T one, @Nullable T other) {
    return one != null && other != null && key.apply(one).equals(key.apply(other));
  }

  /// Chooses the row that many places further down, or up when negative; the first when none is chosen.
  public void move(int places) {
    if (!rows.isEmpty()) {
      int from = place.get();
      choose(rows.get(from < 0 ? 0 : Math.clamp((long) from + places, 0, rows.size() - 1)));
    }
  }

  private int placeOf(String wanted) {
    for (int i = 0; i < rows.size(); i++) {
      if (key.apply(rows.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }
}
