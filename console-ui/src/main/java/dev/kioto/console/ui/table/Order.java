package dev.kioto.console.ui.table;

import dev.kioto.console.ui.settings.DesktopSettings;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Which column gives the order of a table, and which way. UI thread only.
///
/// @param <C> the columns
public final class Order<C extends Column<?>> {
  private final ReadOnlyObjectWrapper<C> column;
  private final ReadOnlyBooleanWrapper descending;
  private final Runnable changed;

  /// @param first a column that gives an order
  /// @param changed called after each change
  public Order(C first, Runnable changed) {
    column = new ReadOnlyObjectWrapper<>(first);
    descending = new ReadOnlyBooleanWrapper(first.heading().largestFirst());
    this.changed = changed;
  }

  /// The column that gives the order.
  public ReadOnlyObjectProperty<C> column() {
    return column.getReadOnlyProperty();
  }

  /// Whether the order is from the largest to the smallest.
  public ReadOnlyBooleanProperty descending() {
    return descending.getReadOnlyProperty();
  }

  /// The server's name for the order: with `-` before it for the largest first.
  public String key() {
    return (descending.get() ? "-" : "") + column.get().heading().sortKey();
  }

  /// Sorts by a column; by the one that gives the order already: the other way round. Nothing happens for a column that gives no
  /// order.
  public void by(C which) {
    if (which.sortable()) {
      set(which, which.equals(column.get()) ? !descending.get() : which.heading().largestFirst());
    }
  }

  /// Sorts by the next column that gives an order, or by the one before.
  ///
  /// @param columns all of them, in their order
  public void step(List<C> columns, boolean forward) {
    var sortable = columns.stream().filter(Column::sortable).toList();
    int place = sortable.indexOf(column.get());
    by(sortable.get(Math.floorMod(place + (forward ? 1 : -1), sortable.size())));
  }

  /// Turns the order round.
  public void invert() {
    set(column.get(), !descending.get());
  }

  /// Takes a remembered order; one by a column that there is not, or that gives none, is let go.
  public void restore(List<C> columns, DesktopSettings.Table remembered) {
    columns.stream().filter(Column::sortable).filter(one -> one.name().equals(remembered.sortColumn())).findFirst()
        .ifPresent(one -> set(one, remembered.sortDescending()));
  }

  private void set(C newColumn, boolean largestFirst) {
    column.set(newColumn);
    descending.set(largestFirst);
    changed.run();
  }
}
