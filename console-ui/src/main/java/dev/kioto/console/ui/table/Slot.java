package dev.kioto.console.ui.table;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// One place in a table. What stands in it comes and goes; null while it is not loaded. A table whose rows are slots keeps its cells
/// when there is news, and a click finds the row that it was meant for. UI thread only.
///
/// @param <T> what stands there
public final class Slot<T> {
  private final int index;
  private final ReadOnlyObjectWrapper<@Nullable T> row = new ReadOnlyObjectWrapper<>();

  /// An empty one.
  ///
  /// @param index from 0
  public Slot(int index) {
    this.index = index;
  }

  /// The place, from 0.
  public int index() {
    return index;
  }

  /// What stands here, as it changes.
  public ReadOnlyObjectProperty<@Nullable T> rowProperty() {
    return row.getReadOnlyProperty();
  }

  /// What stands here now; null while it is not loaded.
  public @Nullable T row() {
    return row.get();
  }

  /// Puts something else here.
  public void put(@Nullable T newRow) {
    row.set(newRow);
  }
}
