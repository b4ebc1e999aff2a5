package dev.kioto.console.ui.table;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import org.jspecify.annotations.Nullable;

/// What is particular to the rows of one table. UI thread only.
///
/// @param <S> a row
/// @param <T> what it shows
/// @param <C> the columns
public interface RowSource<S, T extends @Nullable Object, C extends Column<?>> {
  /// What a row shows, as it changes.
  ObservableValue<T> shownBy(S row);

  /// A new cell of a column.
  TableCell<S, T> cell(C column);

  /// Whether a row is drawn as chosen.
  boolean isChosen(TableRow<S> row);

  /// Chooses a row, which is not empty.
  void choose(TableRow<S> row);

  /// Opens the details of what is chosen.
  default void open() {}

  /// What a press of the primary button does beyond choosing. Of a press, not of a click: news between press and release may give the
  /// row's place to another row.
  default void pressed() {}

  /// The chosen rows, as the API tells them: what is copied. Empty when none is chosen or they are not loaded.
  default List<T> chosenRows() {
    return List.of();
  }

  /// The rows that stand on the screen, or all when there are few, as the API tells them.
  default List<T> shownRows() {
    return List.of();
  }

  /// What is copied of a row in a column: never cut.
  default String whole(T row, C column) {
    return "";
  }

  /// What can be done with the chosen row beside copying it.
  default List<RowAction> actions() {
    return List.of();
  }

  /// Is told of each row of the screen, once.
  default void made(TableRow<S> row) {}
}
