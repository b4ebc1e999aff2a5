package dev.kioto.console.ui.table;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// What is particular to the rows of a [Listing]. UI thread only.
///
/// @param <T> a row
/// @param <C> the columns
public interface ListingRows<T, C extends Column<T>> extends RowSource<Slot<T>, @Nullable T, C> {
  /// How many rows stand above one that is brought into view, if there are any.
  int ROWS_ABOVE = 3;

  /// What the table shows.
  Listing<T, C> listing();

  /// A table of these rows.
  ///
  /// @param id of the node
  /// @param words what it is, for those who cannot see it
  static <T, C extends Column<T>> TableView<Slot<T>> table(String id, String words, List<C> columns,
      ListingRows<T, C> source) {
    var listing = source.listing();
    var table = new ListTable<>(id, words, listing.slots(), columns, listing.order(), source);
    listing.place().subscribe(table::markRows);
    // Only a new choice is brought into view: rows that come in move nothing.
    listing.chosen().subscribe((before, now) -> {
      int place = listing.place().get();
      if (now != null && place >= 0 && !listing.isSame(before, now)) {
        table.node().scrollTo(Math.max(0, place - ROWS_ABOVE));
      }
    });
    return table.node();
  }

  @Override
  default ObservableValue<@Nullable T> shownBy(Slot<T> slot) {
    return slot.rowProperty();
  }

  @Override
  default boolean isChosen(TableRow<Slot<T>> row) {
    return row.getIndex() >= 0 && row.getIndex() == listing().place().get();
  }

  @Override
  default void choose(TableRow<Slot<T>> row) {
    listing().choose(row.getItem().row());
  }

  @Override
  default List<@Nullable T> chosenRows() {
    var chosen = listing().chosen().get();
    return chosen == null ? List.of() : List.of(chosen);
  }

  @Override
  default List<@Nullable T> shownRows() {
    return List.copyOf(listing().rows());
  }

  @Override
  default String whole(@Nullable T row, C column) {
    return row == null ? "" : column.whole(row);
  }
}
