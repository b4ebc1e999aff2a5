package dev.kioto.console.ui.table;

import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.parts.CopyKeys;
import dev.kioto.console.ui.parts.Copyable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.ContextMenuEvent;
import org.jspecify.annotations.Nullable;

/// The menu of the chosen row of a table, and the keys that copy it. It is made when it is asked for. UI thread only.
///
/// @param <T> what a row shows
/// @param <C> the columns
final class RowMenu<T extends @Nullable Object, C extends Column<?>> {
  private final TableView<?> table;
  private final List<C> columns;
  private final RowSource<?, T, C> source;
  private @Nullable ContextMenu open;

  RowMenu(TableView<?> table, List<C> columns, RowSource<?, T, C> source) {
    this.table = table;
    this.columns = columns;
    this.source = source;
    CopyKeys.install(table, () -> copyable(source.chosenRows()));
  }

  void show(ContextMenuEvent event) {
    if (open != null) {
      open.hide();
    }
    var items = new ArrayList<MenuItem>();
    for (var action : source.actions()) {
      var item = new MenuItem(action.title());
      item.setMnemonicParsing(false);
      item.setDisable(!action.possible());
      item.setOnAction(_ -> action.run().run());
      items.add(item);
    }
    if (!items.isEmpty()) {
      items.add(new SeparatorMenuItem());
    }
    items.addAll(CopyKeys.items(copyable(source.chosenRows())));
    var shown = source.shownRows();
    if (shown.size() > 1) {
      var all = new MenuItem("Copy these " + Counts.text(shown.size()) + " rows");
      all.setOnAction(_ -> CopyKeys.put(text(shown)));
      items.add(all);
    }
    var menu = new ContextMenu(items.toArray(MenuItem[]::new));
    menu.setId("row-menu");
    open = menu;
    menu.show(table, event.getScreenX(), event.getScreenY());
    event.consume();
  }

  private @Nullable Copyable copyable(List<T> rows) {
    return rows.isEmpty() ? null : Copyable.of(() -> text(rows), rows.size() == 1 ? first(rows) : rows);
  }

  @SuppressWarnings("NullAway") // rows that are chosen are loaded
  private static Object first(List<?> rows) {
    return rows.getFirst();
  }

  /// The visible columns: a line of headings, and one for each row, with tabs between.
  @SuppressWarnings("NullAway") // a row is null only where its table lets it be
  private String text(List<T> rows) {
    var visible = new ArrayList<C>();
    for (var column : table.getVisibleLeafColumns()) {
      columns.stream().filter(one -> one.equals(column.getUserData()) && one.isText()).forEach(visible::add);
    }
    var lines = new StringBuilder(line(visible, Column::title));
    for (var row : rows) {
      lines.append(line(visible, column -> source.whole(row, column)));
    }
    return lines.toString();
  }

  private String line(List<C> visible, Function<C, String> text) {
    return visible.stream().map(text).map(cell -> cell.replaceAll("[\\t\\r\\n]+", " "))
        .collect(Collectors.joining("\t", "", "\n"));
  }
}
