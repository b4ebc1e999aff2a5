package dev.kioto.console.ui.table;

import dev.kioto.console.ui.format.Texts;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell that shows its column's text, and nothing while its row is not loaded. UI thread only.
///
/// @param <S> a row
/// @param <T> what it shows
public final class TextCell<S, T> extends TableCell<S, @Nullable T> {
  /*
   * A label without text has no node for it, and one that is added is styled anew: a row that is scrolled to would cost as many as it has
   * cells. So what is blank is a blank, unless the row is empty.
   */
  private static final String NOTHING = " ";

  private final Column<T> column;
  private final String unloaded;
  private final String blank;

  /// A cell that is blank while there is nothing to show.
  public TextCell(Column<T> column, boolean cutAtStart) {
    this(column, cutAtStart, "", "");
  }

  /// @param cutAtStart whether what is too long loses its start: the end of a location is its line
  /// @param unloaded what stands there before the row is loaded
  /// @param blank what stands there for an empty text
  public TextCell(Column<T> column, boolean cutAtStart, String unloaded, String blank) {
    this.column = column;
    this.unloaded = unloaded;
    this.blank = blank;
    setTextOverrun(cutAtStart ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
  }

  @Override
  protected void updateItem(@Nullable T row, boolean empty) {
    super.updateItem(row, empty);
    if (empty) {
      setText(null);
    } else {
      var text = row == null ? unloaded : Texts.line(column.text(row));
      var shown = row != null && text.isEmpty() ? blank : text;
      setText(shown.isEmpty() ? NOTHING : shown);
    }
  }
}
